import {keyEvent} from '../find/input.ts';
import {listHeight} from '../layout.ts';
import {openTab} from '../opening.ts';
import {tabAt} from '../pages/tabs/tab-line.ts';
import type {MouseInput} from '../shell/chunks.ts';
import {rowIds} from '../shown.ts';
import {isSplit, leftColumns} from '../size.ts';
import type {Event, ListView, Model} from '../state.ts';
import {footerKeyAt} from '../ui/footer.ts';
import {textOf} from '../ui/line.ts';
import type {Region} from '../ui/regions.ts';
import {screenRegions} from '../ui/screen-regions.ts';
import {isText, topView} from '../views.ts';
import {actOf} from './hotkeys.ts';

/**
 * What the mouse does: the wheel moves, a click selects a row, on the selected row opens it, on a tab or a key of the
 * footer does what that does. While something asks or is typed only the wheel acts: a click never confirms.
 */
export function mouseEvents(model: Model, {what, column, row}: MouseInput): readonly Event[] {
	if (what !== 'press') {
		const key = what === 'wheel-up' ? 'up' : 'down';
		const event = keyEvent(model, key);
		return event === null ? [] : Array.from({length: isText(topView(model)) ? 3 : 1}, () => event);
	}
	if (model.dialog !== null || model.finding.prompt !== null || model.leaving) return [];
	const region = screenRegions(model).findLast(each => each.row <= row);
	const event = region === undefined ? null : clicked[region.type]?.(model, region, {column, row});
	return event === null || event === undefined ? [] : [event];
}

type Place = {readonly column: number; readonly row: number};

const clicked: Readonly<Partial<Record<Region['type'], (model: Model, region: Region, at: Place) => Event | null>>> = {
	body: rowAt,
	head: headAt,
	footer(model, _, {column}) {
		const hotkey = footerKeyAt(model, column);
		// A key that has to come alone is pressed, not clicked: one slip of the hand must not write.
		return hotkey === null || hotkey.alone === true ? null : actOf(model, hotkey);
	},
};

function rowAt(model: Model, region: Region, {column, row}: Place): Event | null {
	const view = topView(model);
	if (isText(view)) return null;
	const at = row - region.row;
	const isBeside = model.preview && isSplit(model.size) && column >= leftColumns(model.size);
	if (isBeside || at >= listHeight(model, view)) return null;
	const ids = rowIds(model, view) ?? [];
	const index = view.cursor.top + at;
	const id = ids[index];
	if (id === undefined) return null;
	if (view.cursor.id === id) return keyEvent(model, 'enter');
	return {type: 'turn', view: {...view, cursor: {id, index, top: view.cursor.top}} as ListView};
}

/** The tabs of a task's page stand in its head. */
function headAt(model: Model, region: Region, {column, row}: Place): Event | null {
	const view = topView(model);
	if (view.type !== 'task' && view.type !== 'tab') return null;
	const block = region.blocks[row - region.row];
	const [text = ''] = block?.type === 'line' ? textOf([block.line]) : [];
	if (!/\[\w[\w ]*\]/.test(text)) return null;
	const tab = tabAt(text, column);
	return tab === null ? null : openTab(model, tab);
}
