import type {ProcessError} from '../../domain/cluster.ts';
import type {SubtaskRow} from '../../protocol/topics.ts';
import {wrap} from '../width.ts';

/** How a long text is laid out: wrapped with its stacks folded, or one line each as DM wrote them. */
export type TextOptions = {readonly columns: number; readonly wrap: boolean};

/** All errors that DM tells of a subtask, in full: its own, its source's, its relay's, its validator's. */
export function errorLines(row: SubtaskRow, options: TextOptions): readonly string[] {
	const groups: readonly (readonly [string, readonly ProcessError[]])[] = [
		['', row.result?.errors ?? []],
		['source: ', row.sourceErrors],
		['relay: ', row.relay?.result?.errors ?? []],
		['validator: ', row.validation?.result?.errors ?? []],
	];
	return groups.flatMap(([of, errors]) => errors.flatMap(error => oneError(of, error, options)));
}

/** A long text of DM as lines, indented by two. */
export function textBlock(text: string, {columns, wrap: wrapped}: TextOptions): readonly string[] {
	const lines = wrapped ? foldStacks(text.split('\n')) : text.split('\n');
	return lines.flatMap(line => (wrapped ? wrap(line.trim(), columns - 3) : [line.trimEnd()])).map(line => `  ${line}`);
}

/** A line of a Go stack: a path with a line number, or the function above it. */
const stackLine = /^\s*((\/|[\w.-]+\/)\S+\.(go|s):\d+:?|(github\.com|golang\.org|runtime|main)[/.]\S+)\s*$/;

/** Runs of stack lines become one line that says how many there were. */
export function foldStacks(lines: readonly string[]): readonly string[] {
	const folded: string[] = [];
	let stack = 0;
	const close = () => {
		if (stack > 0) folded.push(`... ${stack} stack line${stack === 1 ? '' : 's'} folded (w shows them)`);
		stack = 0;
	};
	for (const line of lines) {
		if (stackLine.test(line)) {
			stack++;
			continue;
		}
		close();
		folded.push(line);
	}
	close();
	return folded;
}

function oneError(of: string, error: ProcessError, options: TextOptions): readonly string[] {
	const facts = [
		error.code === null ? 'no code' : `code ${error.code}`,
		...(['class', 'scope', 'level'] as const).flatMap(key => (error[key] ? [`${key} ${error[key]}`] : [])),
	];
	return [
		`${of}${facts.join('   ')}`,
		...(error.message ? textBlock(error.message, options) : ['  DM gives no message.']),
		...(error.rawCause ? textBlock(`cause: ${error.rawCause}`, options) : []),
		...(error.workaround ? textBlock(`workaround: ${error.workaround}`, options) : []),
	];
}
