import type {Position, ProcessError, ProcessResult} from '../../../domain/cluster.ts';
import {parsePosition} from '../../../domain/position.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import {plural} from '../../../words/format.ts';
import {wrap} from '../../../words/width.ts';
import {lookOf} from '../../find/finding.ts';
import type {Model} from '../../state.ts';
import {topView} from '../../views.ts';
import {gtidText} from './gtid.ts';

/** How a long text is laid out: wrapped with its stacks folded, or one line each as DM wrote them. */
export type TextOptions = {
	readonly columns: number;
	readonly wrap: boolean;
	/** Lines that somebody looks for are not folded away. */
	readonly sought?: Sought;
};

/** Whether something that somebody looks for stands in some of these lines. */
export type Sought = (lines: readonly string[]) => boolean;

/** How the texts of the page that is shown are laid out: what is searched in it is not folded. */
export function textOptions(model: Model): TextOptions {
	const {search} = lookOf(model, topView(model));
	const {wrap, size} = model;
	const options = {columns: size.columns, wrap};
	if (search === null) return options;
	return {...options, sought: lines => search.matcher.matching(lines)?.includes(true) ?? false};
}

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

/** The errors of one result, in full; `of` says whose they are. */
export function resultErrorLines(of: string, result: ProcessResult | null, options: TextOptions): readonly string[] {
	return (result?.errors ?? []).flatMap(error => oneError(of, error, options));
}

/** A long text of DM as lines, indented by two. */
export function textBlock(text: string, {columns, wrap: wrapped, sought}: TextOptions): readonly string[] {
	const lines = wrapped ? foldLong(foldStacks(text.split('\n'), sought), sought) : text.split('\n');
	return lines.flatMap(line => (wrapped ? wrap(line.trim(), columns - 3) : [line.trimEnd()])).map(line => `  ${line}`);
}

/** A line of a Go stack: a path with a line number, or the function above it. */
const stackLine = /^\s*((\/|[\w.-]+\/)\S+\.(go|s):\d+:?|(github\.com|golang\.org|runtime|main)[/.]\S+)\s*$/;

/** Runs of stack lines become one line that says how many there were, unless something in them is looked for. */
export function foldStacks(lines: readonly string[], sought: Sought = () => false): readonly string[] {
	const folded: string[] = [];
	let stack: string[] = [];
	const close = () => {
		const note = `... ${plural(stack.length, 'stack line')} folded (wrap off shows them)`;
		if (stack.length > 0) folded.push(...(sought(stack) ? stack : [note]));
		stack = [];
	};
	for (const line of lines) {
		if (stackLine.test(line)) {
			stack.push(line);
			continue;
		}
		close();
		folded.push(line);
	}
	close();
	return folded;
}

/** Of very many lines, such as those of a statement with all its rows, the first and the last ones. */
function foldLong(lines: readonly string[], sought: Sought = () => false): readonly string[] {
	const folded = lines.length - keptFirst - keptLast;
	if (folded < leastFolded || sought(lines.slice(keptFirst, -keptLast))) return lines;
	const note = `... ${folded} lines folded (wrap off shows them)`;
	return [...lines.slice(0, keptFirst), note, ...lines.slice(-keptLast)];
}

const keptFirst = 5;
const keptLast = 3;
const leastFolded = 8;

/** The binlog positions in a text, picked out: `at mysql-bin.000001:2305662 to mysql-bin.000001:2305710`. */
export function positionsText(text: string): string | null {
	const range = located.exec(text);
	if (range !== null) {
		const [from, to] = [parsePosition(range[1] ?? ''), parsePosition(range[3] ?? '')];
		const gtids = [...new Set([range[2], range[4]].map(set => set?.trim() ?? ''))].filter(set => set !== '');
		const gtid = gtids.length === 0 ? '' : `   GTID ${gtids.map(gtidText).join(' to ')}`;
		if (to === null) return from === null ? null : `at ${place(from)}${gtid}`;
		return from === null ? `up to ${place(to)}${gtid}` : `at ${place(from)} to ${place(to)}${gtid}`;
	}
	const places = [...text.slice(0, 4000).matchAll(single)].flatMap(([found]) => parsePosition(found) ?? []);
	const distinct = [...new Set(places.map(place))].slice(0, 4);
	return distinct.length === 0 ? null : `at ${distinct.join(', ')}`;
}

const located =
	/startLocation: \[position: (\([^)]{0,300}\)), gtid-set: ?([^\]]{0,4000})\], endLocation: \[position: (\([^)]{0,300}\)), gtid-set: ?([^\]]{0,4000})\]/;
const single = /\([^()\s,]{1,200}\.\d{1,15}, ?\d{1,15}\)/g;

function place({file, offset}: Position): string {
	return `${file}:${offset}`;
}

function positionLines({message, rawCause}: ProcessError, options: TextOptions): readonly string[] {
	const text = positionsText(message ?? '') ?? positionsText(rawCause ?? '');
	return text === null ? [] : textBlock(text, options);
}

function oneError(of: string, error: ProcessError, options: TextOptions): readonly string[] {
	const facts = [
		error.code === null ? 'no code' : `code ${error.code}`,
		...(['class', 'scope', 'level'] as const).flatMap(key => (error[key] ? [`${key} ${error[key]}`] : [])),
	];
	return [
		...(options.wrap ? wrap(`${of}${facts.join('   ')}`, options.columns - 2) : [`${of}${facts.join('   ')}`]),
		...positionLines(error, options),
		...(error.message ? textBlock(error.message, options) : textBlock('DM gives no message.', options)),
		...(error.rawCause ? textBlock(`cause: ${error.rawCause}`, options) : []),
		...(error.workaround ? textBlock(`workaround: ${error.workaround}`, options) : []),
	];
}
