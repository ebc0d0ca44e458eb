import {painter} from '../../words/theme.ts';
import {pad, width} from '../../words/width.ts';
import {line, rule} from '../pages/pieces/pieces.ts';
import type {Model} from '../state.ts';
import {chosenIndex, paletteItems} from './palette.ts';

/** The palette over the lines of a screen, under its first line; the last line is the prompt. */
export function withPalette(lines: readonly string[], model: Model): readonly string[] {
	const {prompt, ...rest} = model.finding;
	if (prompt?.type !== 'palette') return lines;
	const {columns} = model.size;
	const items = paletteItems({...model, finding: {...rest, prompt: null}}, prompt.text);
	const room = lines.length - 2;
	const framed = room >= 4;
	const height = Math.max(1, Math.min(Math.max(items.length, 1), mostShown, room - (framed ? 2 : 0)));
	const index = chosenIndex(items, prompt.chosen);
	const top = Math.max(0, Math.min(index - Math.floor(height / 2), items.length - height));
	const paint = painter(model.colours);
	const inWindow = items.slice(top, top + height);
	const longest = Math.max(...inWindow.map(item => width(item.title)));
	const titleColumns = Math.min(longest, Math.max(10, Math.min(40, columns - 24)));
	const shown = inWindow.map((item, at) => {
		const isChosen = top + at === index;
		const title = pad(item.title, titleColumns);
		const kind = columns < 60 ? '' : `${pad(item.kind, 8)} `;
		return line(
			[isChosen ? '>' : ' ', ` ${kind}`, isChosen ? {text: title, tone: 'strong'} : title, `  ${item.detail}`],
			columns,
			paint,
		).trimEnd();
	});
	const body = shown.length === 0 ? [line([`  Nothing is called like "${prompt.text}".`], columns, paint)] : shown;
	const where = items.length > height ? `${top + 1}-${top + height} of ${items.length}` : '';
	const overlay = framed ? [rule(columns, 'commands, tasks, sources', where), ...body, rule(columns)] : body;
	return [...lines.slice(0, 1), ...overlay, ...lines.slice(1 + overlay.length)].slice(0, lines.length);
}

const mostShown = 14;
