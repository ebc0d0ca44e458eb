type Hunk = {readonly before: string; readonly after: string};
type Patch = {
	readonly name: string;
	readonly files: readonly {readonly path: string; readonly hunks: readonly Hunk[]}[];
};
export function readPatches(root: string): Promise<readonly Patch[]>;
export function checkPatched(root: string): Promise<void>;
