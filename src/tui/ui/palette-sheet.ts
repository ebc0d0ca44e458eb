import {type Cell, trimmed} from '../../words/columns.ts';
import {pad, width} from '../../words/width.ts';
import {chosenIndex, type PaletteItem, paletteItems} from '../find/palette.ts';
import type {Model} from '../state.ts';
import {type Line, line, type Sheet, selectedLine} from './line.ts';
import {heavyRule, quiet, strong} from './rules.ts';

/** The palette as a sheet above its input, which is the last line. Null while it is closed. */
export function paletteSheet(model: Model): Sheet | null {
	const {prompt, ...rest} = model.finding;
	if (prompt?.type !== 'palette') return null;
	const {columns, rows} = model.size;
	const {items, all} = paletteItems({...model, finding: {...rest, prompt: null}}, prompt.text);
	const room = rows - 2;
	const isFramed = room >= 4;
	const most = Math.max(3, Math.min(mostShown, Math.floor((rows - 8) / 2)));
	const height = Math.max(1, Math.min(Math.max(items.length, 1), most, room - (isFramed ? 2 : 0)));
	const index = chosenIndex(items, prompt.chosen);
	const top = Math.max(0, Math.min(index - Math.floor(height / 2), items.length - height));
	const shown = items.slice(top, top + height).map((item, at) => itemLine(item, top + at === index, columns));
	const body = shown.length === 0 ? [line([`   Nothing is called like "${prompt.text}".`], columns)] : shown;
	const title = [strong('go to'), `  ${items.length} of ${all}`];
	const lines = isFramed
		? [heavyRule(columns, 'info', title, 'tasks, views and sources first'), ...body, heavyRule(columns, 'info')]
		: body;
	return {row: Math.max(0, rows - 1 - lines.length), lines};
}

const mostShown = 14;

/** What it is, what it is called, what is to be said of it, and its key; what cannot act now is quiet. */
function itemLine({kind, title, detail, key, acts}: PaletteItem, isChosen: boolean, columns: number): Line {
	const isNarrow = columns < 60;
	const kinds: Cell = isNarrow ? '' : quiet(pad(kind, 9));
	const keys = isNarrow ? 0 : keyColumns;
	const titles = Math.max(8, Math.min(24, columns - 24));
	const room = columns - 3 - (isNarrow ? 0 : 9) - titles - 2 - keys;
	const long = width(title) > titles && detail === '' ? titles + 2 + room : titles;
	const name = pad(title, long);
	const said =
		detail === '' || room < 4 ? ' '.repeat(Math.max(0, titles + 2 + room - long)) : `  ${pad(detail, room - 1)} `;
	const end = pad(isChosen ? 'Enter' : key, keys);
	if (isChosen) return selectedLine([' > ', kinds, strong(name), said, strong(end)], columns, 2);
	if (!acts) return trimmed(line(['   ', kinds, quiet(name), quiet(said), quiet(end)], columns));
	return trimmed(line(['   ', kinds, name, kind === 'task' ? said : quiet(said), strong(end)], columns));
}

/** At the right end, as wide as the longest key. */
const keyColumns = 11;
