import {unreachable} from '../../domain/unreachable.ts';
import type {RawTarget} from '../../wire/messages.ts';
import {width, wrap} from '../../words/width.ts';
import {keyOf} from '../keys/key-of.ts';
import {openItsPage, selectTask} from '../operate/key-words.ts';
import type {Model, RawView} from '../state.ts';
import type {TextPage} from './page.ts';
import {prose} from './pieces/blocks.ts';

/** What DM answered for an object. */
export const rawPage: TextPage<RawView> = {
	kind: 'text',
	crumbs: view => [rawTitle(view.of), 'raw'],
	topics: () => [],
	subject: (_, {of, source}) => ({
		task: of.type === 'task' ? of.task : null,
		source: of.type === 'source' ? of.source : source,
	}),
	means: ({of}) => (of.type === 'task' ? openItsPage : selectTask),
	isOfTask: true,
	headerRows: () => 2,
	lines: rawLines,
	wraps: () => true,
};

/** The JSON that DM answered for an object; what does not fit on a line goes on below it unless `w` is off. */
export function rawLines(model: Model, view: RawView): readonly string[] {
	const {columns} = model.size;
	const {answer} = view;
	switch (answer.type) {
		case 'asking':
			return prose(`Asking the gateway for what DM answered of ${rawTitle(view.of)}.`, columns);
		case 'failed':
			return prose(`There is no answer to show: ${answer.message} (${keyOf(model, 'raw-again')} asks again).`, columns);
		case 'text':
			return model.wrap ? wrapped(answer.lines, columns) : answer.lines;
		default:
			return unreachable(answer);
	}
}

/** What a raw page is about. */
export function rawTitle(of: RawTarget): string {
	switch (of.type) {
		case 'task':
			return of.task;
		case 'source':
			return of.source;
		case 'all':
			return 'everything';
		default:
			return unreachable(of);
	}
}

/** An answer may have tens of thousands of lines, and every key asks for them. */
const known = new WeakMap<readonly string[], {readonly columns: number; readonly lines: readonly string[]}>();

function wrapped(lines: readonly string[], columns: number): readonly string[] {
	const before = known.get(lines);
	if (before?.columns === columns) return before.lines;
	const shown = lines.flatMap(line => {
		if (width(line) <= columns) return [line];
		const indent = ' '.repeat(Math.min(line.search(/\S|$/) + 2, Math.floor(columns / 3)));
		return wrap(line, columns, indent);
	});
	known.set(lines, {columns, lines: shown});
	return shown;
}
