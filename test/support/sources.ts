import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

/** One line that imports something, or re-exports it. */
export type Import = {
	/** As it is written, such as `../domain/cluster.ts` or `node:fs`. */
	readonly written: string;
	/** A file such as `src/domain/cluster.ts`; as it is written where it is a package. */
	readonly target: string;
	/** `type` leaves nothing behind in the program; `lazy` is loaded when it is asked for. */
	readonly kind: 'type' | 'eager' | 'lazy';
};

export type Source = {
	/** Such as `src/domain/cluster.ts`. */
	readonly file: string;
	readonly text: string;
	readonly imports: readonly Import[];
};

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every TypeScript file below a folder such as `src`, with what it imports. */
export function sourcesIn(folder: string): readonly Source[] {
	return readdirSync(path.join(root, folder), {recursive: true, encoding: 'utf8'})
		.filter(name => /\.tsx?$/.test(name))
		.map(name => path.posix.join(folder, name.split(path.sep).join('/')))
		.sort()
		.map(file => {
			const text = readFileSync(path.join(root, file), 'utf8');
			return {file, text, imports: importsOf(file, text)};
		});
}

function importsOf(file: string, text: string): readonly Import[] {
	const eager = [
		...text.matchAll(/^(?:import|export)\b(?: (type)\b)?(?: (?:\{[^}]*\}|[\w*][^'";{}]*) from| ?)\s*'([^']+)'/gm),
	];
	const lazy = [...text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g)];
	const targetOf = (written: string) =>
		written.startsWith('.') ? path.posix.join(path.posix.dirname(file), written) : written;
	return [
		...eager.map(([, type, written = '']) => ({
			written,
			target: targetOf(written),
			kind: type === undefined ? ('eager' as const) : ('type' as const),
		})),
		...lazy.map(([, written = '']) => ({written, target: targetOf(written), kind: 'lazy' as const})),
	];
}
