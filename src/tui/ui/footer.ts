import type {Cell} from '../../words/columns.ts';
import {width} from '../../words/width.ts';
import {hasClusters} from '../clusters/back.ts';
import {isAbove} from '../clusters/cluster-state.ts';
import {freshness, hasData} from '../freshness.ts';
import {keyTitle} from '../keys/key-title.ts';
import {pageOf} from '../pages/pages.ts';
import type {Hotkey, Model, View} from '../state.ts';
import {topView} from '../views.ts';
import {answerLine} from './dialog/dialog-answer.ts';
import {type Line, line} from './line.ts';
import {promptLine} from './prompt-line.ts';
import {quiet, strong} from './rules.ts';

/** The last line: the keys that act now, or why the last one did not. */
export function footerLine(model: Model): Line {
	const {columns} = model.size;
	const prompt = promptLine(model);
	if (prompt !== null && !model.leaving) return prompt;
	// What answers a dialog is never covered but by the question that the last key asked.
	if (model.dialog !== null && !model.leaving) return answerLine(model, model.dialog);
	if (model.notice !== null) {
		const margin = model.leaving && width(model.notice) >= columns ? '' : ' ';
		const [first = '', ...others] = model.notice.split(' ');
		return line([margin, {text: first, tone: 'careful'}, others.length === 0 ? '' : ` ${others.join(' ')}`], columns);
	}
	return line([' ', ...slotCells(model, columns)], columns);
}

/** The key whose place in the footer is at that column; null where none is, or something else stands there. */
export function footerKeyAt(model: Model, column: number): Hotkey | null {
	if (model.finding.prompt !== null || model.dialog !== null || model.notice !== null) return null;
	let from = 1;
	for (const [index, hotkey] of slots(model, model.size.columns).entries()) {
		if (column >= from && column < from + textWidth(hotkey)) return hotkey;
		from += placeWidth(hotkey, index === 0);
	}
	return null;
}

/** The keys of the page, each at its place: what cannot act now is quiet and says why when it is pressed. */
function slotCells(model: Model, columns: number): readonly Cell[] {
	const shown = slots(model, columns);
	return shown.flatMap((hotkey, index): readonly Cell[] => {
		const isLast = index === shown.length - 1;
		const acts = hotkey.where(model) && hotkey.whyNot(model) === undefined;
		const [title, label] = titled(hotkey);
		const rest = isLast ? '' : ' '.repeat(placeWidth(hotkey, index === 0) - textWidth(hotkey));
		return acts ? [strong(title), ` ${label}${rest}`] : [quiet(`${title} ${label}`), rest];
	});
}

/** The keys for which there is room, from the left. */
function slots(model: Model, columns: number): readonly Hotkey[] {
	const keys = footerKeys(model);
	const help = keys.find(({id}) => id === 'help');
	const shown: Hotkey[] = [];
	let left = columns - 1;
	for (const hotkey of keys) {
		const isFirst = shown.length === 0;
		// The help is always among them, as it names all others.
		const kept = help === undefined || shown.includes(help) || hotkey === help ? 0 : textWidth(help);
		if (placeWidth(hotkey, isFirst) + kept > left && textWidth(hotkey) + (kept === 0 ? 0 : 2 + kept) > left) {
			if (kept > 0 && help !== undefined) shown.push(help);
			break;
		}
		shown.push(hotkey);
		left -= placeWidth(hotkey, isFirst);
	}
	return shown;
}

/** The first place has 12 columns, each other one 10; a longer text moves what follows. */
function placeWidth(hotkey: Hotkey, isFirst: boolean): number {
	return Math.max(isFirst ? 12 : 10, textWidth(hotkey) + 2);
}

function textWidth(hotkey: Hotkey): number {
	const [title, label] = titled(hotkey);
	return width(title) + 1 + width(label);
}

function titled({id, keys, label}: Hotkey): readonly [string, string] {
	return [keyTitle(keys[0] ?? ''), shortLabels[id] ?? label];
}

/** Where the label that a notice begins with is too long. */
const shortLabels: Readonly<Record<string, string>> = {
	'allow-writing': 'allow',
	refresh: 'ask',
	'pause-task': 'pause all',
	'resume-task': 'resume all',
};

/** The key of each place: the first of its keys that belongs to the page; the first of all where none does. */
function footerKeys(model: Model): readonly Hotkey[] {
	return placesOf(model).flatMap(ids => {
		const keys = ids.flatMap(id => model.hotkeys.find(hotkey => hotkey.id === id) ?? []);
		const shown = keys.find(hotkey => hotkey.where(model)) ?? keys[0];
		return shown === undefined ? [] : [shown];
	});
}

function placesOf(model: Model): readonly Place[] {
	const view = topView(model);
	if (isAbove(model)) return view.type === 'help' ? [['back'], ['search'], ['palette']] : above;
	if (model.past !== null) {
		const open: Place = pageOf(view).kind === 'list' ? ['open'] : ['leave'];
		return [['now'], ['earlier'], ['later'], open, ['why'], ['ten-before'], ...always];
	}
	if (!hasData(model)) return hasClusters(model) ? [['clusters'], ['palette'], ['help']] : [['leave'], ['help']];
	if (freshness(model).type === 'lost')
		return [['refresh'], ['open', 'back'], ['why'], ['palette'], ['help'], ['leave']];
	if (view.type === 'help') return [['back'], ['search'], ['palette']];
	if (view.type === 'raw') return [['back'], ['raw-again'], ...operating, ['search'], ...always, ...more.raw];
	const isList = pageOf(view).kind === 'list';
	const first: Place = isList ? ['open'] : ['list-events', 'worst-relay', 'back'];
	return [
		first,
		[view.type === 'why' ? 'wrap' : 'why'],
		...operating,
		[isList ? 'filter' : 'search'],
		...always,
		...more[view.type],
	];
}

/** Those of the page of several clusters. */
const above: readonly Place[] = [
	['open'],
	['filter'],
	['problems'],
	['sort'],
	['refresh'],
	['palette'],
	['help'],
	['leave'],
];

/** The IDs of the keys that share a place. */
type Place = readonly string[];

const operating: readonly Place[] = [
	['pause-relay', 'stop-validation', 'unlock', 'pause'],
	['resume-relay', 'start-validation', 'resume'],
	['stop'],
];
const always: readonly Place[] = [['palette'], ['help']];
const writing: Place = ['allow-writing', 'end-writing'];

/** What wider terminals show behind the keys that are always there. */
const more = {
	clusters: [],
	tasks: [['problems'], ['sort'], ['mark'], writing],
	task: [['pause-task'], ['resume-task'], ['sharding'], ['relay'], writing, ['cutover']],
	sources: [['pause-source'], ['resume-source'], ['problems'], ['start-relay'], ['sort'], writing],
	locks: [['problems'], ['sort'], ['raw'], writing],
	workers: [['problems'], ['sort'], ['raw'], writing],
	events: [['times'], ['sharding'], ['relay'], writing],
	tab: [['next-tab'], ['wrap'], ['raw'], writing],
	subtask: [['sharding'], ['relay'], ['raw'], ['validation'], writing],
	source: [['pause-source'], ['resume-source'], ['raw'], ['start-relay'], writing],
	lock: [['sharding'], ['relay'], ['raw'], writing],
	why: [['skip-ddl'], ['next-match'], ['raw'], writing],
	cutover: [['next-match'], ['raw'], writing],
	raw: [['next-match'], ['wrap'], writing],
	validation: [['validation-again'], ['next-match'], writing],
	report: [['report-again'], ['events'], ['next-match']],
	help: [],
} as const satisfies Readonly<Record<View['type'], readonly Place[]>>;
