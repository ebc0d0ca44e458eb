import {statusWords} from '../../domain/status-word.ts';
import type {Cell} from '../../words/columns.ts';
import {symbols} from '../../words/symbols.ts';
import {verdicts} from '../../words/theme.ts';
import {pad, width, wrap} from '../../words/width.ts';
import {lookOf} from '../find/finding.ts';
import {freshness} from '../freshness.ts';
import {keyTitle} from '../keys/key-title.ts';
import {isTall} from '../size.ts';
import type {Hotkey, HotkeyGroup, Model, TextView} from '../state.ts';
import {cellsWidth, type Line, line} from '../ui/line.ts';
import {quiet, rule, strong} from '../ui/rules.ts';
import type {TextPage} from './page.ts';

type HelpView = Extract<TextView, {type: 'help'}>;

/** What the letters, the keys and the columns mean, on one page. */
export const helpPage: TextPage<HelpView> = {
	kind: 'text',
	place: () => ['help'],
	crumbs: () => ['help'],
	topics: () => [],
	subject: () => ({task: null, source: null}),
	headerRows: (rows, model) => (hasHead(rows, model) ? 2 : 1),
	isUnruled: true,
	head: (model, _, layout, banner, range) => (layout.header < 2 ? [] : [banner ?? rule(model.size.columns, '', range)]),
	lines: model => helpLines(model),
};

/** The second line is text too, unless it has something to say. */
function hasHead(rows: number, model: Model): boolean {
	const view: HelpView = {type: 'help', top: 0};
	const isLive = freshness(model).type !== 'lost' && model.finding.frozen === null;
	return !isLive || lookOf(model, view).search !== null || helpLines(model).length > rows - 2;
}

/** The keys are those of the table, as they are for the view below the help. */
function helpLines(model: Model): readonly Line[] {
	const {columns, rows} = model.size;
	const hotkeys = model.hotkeys.filter(({hidden}) => hidden?.(model) !== true);
	const below: Model = {...model, views: model.views.slice(0, -1)};
	const fixed = [
		...section('LETTERS', letters, columns),
		...groups.flatMap(([title, group]) => section(title, keyEntries(hotkeys, group), columns)),
	];
	const about = [...section('COLUMNS', columnEntries, columns), ...section('FILTER', filterEntries, columns)];
	const more = isTall(model.size) ? moreLines(columns) : [];
	const room = rows - 2 - fixed.length - about.length - more.length;
	return [...fixed, ...notNow(below, columns, Math.max(2, room)), ...about, ...more];
}

/** Each is one piece, which is never parted over two lines. */
type Entry = readonly Cell[];

const groups: readonly (readonly [string, HotkeyGroup])[] = [
	['MOVE', 'move'],
	['VIEWS', 'views'],
	['SEE', 'see'],
	['DO', 'do'],
];

const letters: readonly Entry[] = [
	...statusWords.map((word): Entry => {
		const {letter, tone, meaning} = verdicts[word];
		return [{text: letter, tone: tone === 'quiet' ? 'quiet' : tone}, ` ${meaning}`];
	}),
	[strong('*'), ' changed just now'],
	[strong(symbols.marked), ' marked'],
	[{text: '>', tone: 'selected-strong'}, ' selected, in reverse'],
];

const columnEntries: readonly Entry[] = [
	['SUB running of expected'],
	['LAG as DM tells it, held: by a DDL lock'],
	['GAP binlog not yet written'],
	['LEFT to be done, or to catch up'],
];

const filterEntries: readonly Entry[] = [
	['word'],
	['!word'],
	['/re/'],
	['error'],
	['lag>60'],
	['gap>1M'],
	['rows<100'],
	['source=sh-*'],
];

/** The keys of a group, those that stand beside each other together: `j k down, up`. */
function keyEntries(hotkeys: readonly Hotkey[], group: HotkeyGroup): readonly Entry[] {
	const named = new Set<string>();
	return hotkeys
		.filter(hotkey => hotkey.group === group && hotkey.beside === undefined)
		.flatMap((hotkey): readonly Entry[] => {
			const key = titleOf(hotkey);
			// A key that does the like on another page is told once.
			if (named.has(key)) return [];
			named.add(key);
			const together = [hotkey, ...hotkeys.filter(({beside}) => beside === hotkey.id)];
			const keys = [...new Set(together.map(titleOf))];
			const words = [...new Set(together.map(({help}) => help))];
			return [[strong(keys.join(' ')), ` ${words.join(', ')}`]];
		});
}

function titleOf({keys}: Hotkey): string {
	return keyTitle(keys[0] ?? '');
}

/** The keys that cannot act on the view below, with the reason, in at most so many lines: what does something first. */
function notNow(below: Model, columns: number, most: number): readonly Line[] {
	const reasons = new Map<string, string[]>();
	for (const hotkey of [...below.hotkeys].sort((a, b) => rank(a) - rank(b))) {
		const reason = hotkey.hidden?.(below) === true ? null : reasonOf(hotkey, below);
		if (reason === null) continue;
		const keys = reasons.get(reason) ?? [];
		if (!keys.includes(titleOf(hotkey))) reasons.set(reason, [...keys, titleOf(hotkey)]);
	}
	const lines = [...reasons].map(([reason, keys]) => {
		const forms = [reason, ...[' (', ': '].map(from => reason.split(from)[0] ?? '')];
		const room = columns - indent - keys.join(' ').length - 2;
		return `${keys.join(' ')}  ${forms.find(form => width(form) <= room) ?? reason}`;
	});
	const told =
		lines.length <= most
			? lines
			: [...lines.slice(0, most - 1), `${lines.length - most + 1} more: each says why when it is pressed`];
	return told.map((text, index) =>
		line([quiet(`${index === 0 ? ' NOT NOW'.padEnd(indent) : ' '.repeat(indent)}${text}`)], columns),
	);
}

function rank({group}: Hotkey): number {
	return group === 'do' ? 0 : group === 'see' ? 1 : 2;
}

/** Why a key cannot act; null where it can, or does something else there. */
function reasonOf(hotkey: Hotkey, below: Model): string | null {
	if (hotkey.where(below)) return hotkey.whyNot(below) ?? null;
	const isOther = below.hotkeys.some(other => other.where(below) && other.keys[0] === hotkey.keys[0]);
	return isOther ? null : (hotkey.elsewhere?.(below) ?? null);
}

/** What stands before the text of a section. */
const indent = 10;

/** Entries behind the word that they stand under, as many on a line as fit. */
function section(title: string, entries: readonly Entry[], columns: number): readonly Line[] {
	const lines: Cell[][] = [];
	for (const entry of entries) {
		const last = lines.at(-1);
		if (last !== undefined && indent + cellsWidth(last) + 3 + cellsWidth(entry) <= Math.min(80, columns))
			last.push('   ', ...entry);
		else lines.push([...entry]);
	}
	return lines.map((cells, index) =>
		line([quiet(index === 0 ? ` ${title}`.padEnd(indent) : ' '.repeat(indent)), ...cells], columns),
	);
}

/** What larger terminals have room for. */
function moreLines(columns: number): readonly Line[] {
	return [
		'',
		rule(columns, 'what the words mean'),
		...words.flatMap(([word, text]) =>
			wrap(text, columns - 15).map((part, index): Line => [` ${pad(index === 0 ? word : '', 13)} ${part}`]),
		),
		'',
		rule(columns, 'outside'),
		...outside.map(([left, right]): Line => line([` ${pad(left, 46)}${right}`], columns)),
	];
}

const words = [
	['needs you', 'DM will not go on by itself; the row says what to do'],
	['DM retries', 'DM resumes this error by itself, waiting longer each time, up to 5 minutes'],
	['no answer', 'a worker is silent: its rows show the last known state'],
	['look', 'it runs, but lags, or not on all sources'],
	['<1m', 'a state younger than a minute; blank: it was so when dmtop started'],
	['RO, RW', 'the keys under DO are not allowed, or open a dialog that asks; RW 9m: for so long'],
] as const;

const outside = [
	['dmtop status             the list, once', 'dmtop wait TASK --for caught-up'],
	['dmtop explain 1062       what an error means', 'dmtop --ascii          plain symbols'],
] as const;
