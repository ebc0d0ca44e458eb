import type {Answers} from '../../words/answers.ts';
import type {Cell} from '../../words/columns.ts';
import {cut, width, wrap} from '../../words/width.ts';
import {type Line, line} from '../ui/line.ts';

/**
 * The block of answers in at most so many columns and rows: each label in a column of its own and its text wrapped beside
 * it. Where rows are few, since and behind leave first, then texts lose their further lines, and then where and DM leave;
 * `what` and `Now:` stay. `Now:` has its steps where all of it fits, else the one imperative.
 */
export function answerLines(answers: Answers, columns: number, rows: number): readonly Line[] {
	if (rows <= 0) return [];
	const room = Math.max(1, columns - indent);
	const [imperative, ...steps] = answers.now;
	const facts = labels.flatMap(label => {
		const text = answers[label];
		return text === null ? [] : [{label, lines: wrap(text, room)}];
	});
	const whole = steps.length === 0 ? answers.now : steps;
	const all = [...facts, ...block(whole, room)];
	if (lengthOf(all) <= rows) return drawn(all, columns);
	const more = `${imperative}   ${answers.more ?? ''}`.trimEnd();
	const short = imperative === undefined ? [] : [steps.length > 0 && width(more) <= room ? more : imperative];
	return drawn(shortened([...facts, ...block(short, room)], rows, room), columns);
}

/** How many lines the block takes where there are at most so many. */
export function answersHeight(answers: Answers, columns: number, most: number): number {
	const all = answerLines(answers, columns, 99).length;
	return all <= most ? all : answerLines(answers, columns, most).length;
}

/** The labels in their order, `DM` as it is written. */
const labels = ['what', 'where', 'since', 'behind', 'dm'] as const satisfies readonly (keyof Answers)[];

type Label = (typeof labels)[number] | 'now';
type Block = {readonly label: Label; readonly lines: readonly string[]};

const written = {what: 'what', where: 'where', since: 'since', behind: 'behind', dm: 'DM', now: 'Now:'} as const;

/** These leave in this order, some before the texts get shorter and some after; `what` and `Now:` stay. */
const leaving = {first: ['since', 'behind'], last: ['where', 'dm']} as const satisfies Record<string, readonly Label[]>;

/** A blank, the label in 7 columns and a blank. */
const indent = 9;

function block(now: readonly string[], room: number): readonly Block[] {
	if (now.length === 0) return [];
	return [{label: 'now', lines: now.flatMap(text => wrapIndented(text, room))}];
}

/** Wrapped below its own text: the number of a step and the indent of a line stay free. */
function wrapIndented(text: string, room: number): readonly string[] {
	const [before = ''] = /^(?: +|\d+ )/.exec(text) ?? [];
	return wrap(text, room, ' '.repeat(before.length));
}

function shortened(blocks: readonly Block[], rows: number, room: number): readonly Block[] {
	let kept = without(blocks, leaving.first, rows);
	for (;;) {
		const longest = Math.max(...kept.map(({lines}) => lines.length));
		if (lengthOf(kept) <= rows || longest <= 1) break;
		const at = kept.findLastIndex(({lines}) => lines.length === longest);
		kept = kept.map((each, index) => (index === at ? withoutLast(each, room) : each));
	}
	return without(kept, leaving.last, rows).slice(0, rows);
}

/** Without those of the labels, in their order, that have to leave. */
function without(blocks: readonly Block[], labels: readonly Label[], rows: number): readonly Block[] {
	return labels.reduce(
		(kept, leaves) => (lengthOf(kept) <= rows ? kept : kept.filter(({label}) => label !== leaves)),
		blocks,
	);
}

/** Without its last line, which is seen to be missing. */
function withoutLast({label, lines}: Block, room: number): Block {
	const [before = '', gone = ''] = lines.slice(-2);
	const whole = `${before.replace(/ \.\.$/, '')} ${gone}`;
	const ended = width(whole) + 3 <= room ? `${whole} ..` : cut(`${before} ${gone}`.padEnd(room + 1, ' .'), room);
	return {label, lines: [...lines.slice(0, -2), ended]};
}

function drawn(blocks: readonly Block[], columns: number): readonly Line[] {
	return blocks.flatMap(({label, lines}) =>
		lines.map((text, index) => {
			const name = index === 0 ? written[label] : '';
			const head: Cell = {text: ` ${name}`.padEnd(indent), tone: label === 'now' ? 'strong' : 'quiet'};
			return line([name === '' ? ' '.repeat(indent) : head, text], columns);
		}),
	);
}

function lengthOf(blocks: readonly Block[]): number {
	return blocks.reduce((sum, {lines}) => sum + lines.length, 0);
}
