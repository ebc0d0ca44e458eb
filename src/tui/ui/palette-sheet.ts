import {trimmed} from '../../words/columns.ts';
import {pad, width} from '../../words/width.ts';
import {chosenIndex, paletteItems} from '../find/palette.ts';
import type {Model} from '../state.ts';
import {line, type Sheet} from './line.ts';
import {rule} from './rules.ts';

/** The palette over a screen, under its first line; the last line is the prompt. Null while it is closed. */
export function paletteSheet(model: Model): Sheet | null {
	const {prompt, ...rest} = model.finding;
	if (prompt?.type !== 'palette') return null;
	const {columns} = model.size;
	const items = paletteItems({...model, finding: {...rest, prompt: null}}, prompt.text);
	const room = model.size.rows - 2;
	const framed = room >= 4;
	const height = Math.max(1, Math.min(Math.max(items.length, 1), mostShown, room - (framed ? 2 : 0)));
	const index = chosenIndex(items, prompt.chosen);
	const top = Math.max(0, Math.min(index - Math.floor(height / 2), items.length - height));
	const inWindow = items.slice(top, top + height);
	const longest = Math.max(...inWindow.map(item => width(item.title)));
	const titleColumns = Math.min(longest, Math.max(10, Math.min(40, columns - 24)));
	const shown = inWindow.map((item, at) => {
		const isChosen = top + at === index;
		const title = pad(item.title, titleColumns);
		const kind = columns < 60 ? '' : `${pad(item.kind, 8)} `;
		return trimmed(
			line(
				[isChosen ? '>' : ' ', ` ${kind}`, isChosen ? {text: title, tone: 'strong'} : title, `  ${item.detail}`],
				columns,
			),
		);
	});
	const body = shown.length === 0 ? [line([`  Nothing is called like "${prompt.text}".`], columns)] : shown;
	const where = items.length > height ? `${top + 1}-${top + height} of ${items.length}` : '';
	const overlay = framed ? [rule(columns, 'commands, tasks, sources', where), ...body, rule(columns)] : body;
	return {row: 1, lines: overlay};
}

const mostShown = 14;
