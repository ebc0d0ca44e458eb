export type Part = {readonly path: string; readonly text: string};
export const supported: Readonly<Record<string, boolean>>;
export function pack(
	outputFiles: readonly Part[],
	entry: string,
): Promise<{readonly code: string; readonly main: string; readonly compiledBy: (node: string) => Promise<Buffer>}>;
