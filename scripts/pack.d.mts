export type Part = {readonly path: string; readonly text: string};
export const supported: Readonly<Record<string, boolean>>;
export function pack(
	outputFiles: readonly Part[],
	entry: string,
): Promise<{readonly code: Buffer; readonly compiled: Buffer}>;
