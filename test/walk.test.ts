import {expect, test} from 'vitest';
import {shareOf} from './support/long.ts';
import {fixtures} from './support/recordings.ts';
import {type ReplayRobot, startReplayRobot} from './support/robot.ts';

/** A moment of a recording: when it was, and the letters that the list of tasks shows then. */
type Moment = {
	readonly atMs: number;
	readonly what: string;
	readonly letters: Readonly<Record<string, string>>;
	readonly stops: readonly Stop[];
};

/** A key of the key table by its id, or what is typed; the crumbs that the title bar shows then; texts on the page. */
type Stop = readonly [key: string | {readonly typed: string}, crumbs: string, ...texts: readonly string[]];

const [one, two, three] = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'];
const home: Stop = ['tasks', ' task', ' STATUS '];

/** From the list of tasks to every kind of screen, and back to the list; `raw` stands in the answer of the worst source. */
function everyScreen(task: string, source: string, raw: string, ...unit: readonly string[]): readonly Stop[] {
	return [
		[{typed: `/${task}\r`}, ' task', `/ ${task}   1 of `],
		['open', `› ${task} `, source],
		['next-tab', `› ${task} › sharding`, '[Sharding'],
		['next-tab', `› ${task} › relay`, '[Relay', 'CAUGHT UP'],
		['next-tab', `› ${task} › errors`, '[Errors'],
		['next-tab', `› ${task} › events`, '[Events'],
		['next-tab', `› ${task} › config`, '[Config'],
		['previous-tab', `› ${task} › events`, '[Events'],
		['next-tab', `› ${task} › config`, '[Config'],
		['next-tab', `› ${task} `, source],
		[{typed: '/replica-0'}, `› ${task} `, 'filter: replica-0_'],
		[{typed: `${source.at(-1)}\r`}, `› ${task} `, '   1 of '],
		['open', `› ${task} › ${source}`, ...unit],
		['why', `› ${task} › ${source} › why`],
		['raw', `› ${task}`, `"name": "${task}"`],
		['back', `› ${task} › ${source} › why`],
		['back', `› ${task} › ${source}  `, ...unit],
		['sharding', `› ${task} › sharding`],
		['relay', `› ${task} › relay`],
		['sources', ' source', source],
		['open', '› sources › '],
		['raw', '› raw', raw],
		['locks', ' DDL lock'],
		['workers', ' worker', 'ANSWER'],
		['open', '› sources › '],
		['events', '› events', 'newest first'],
		['open', ' › '],
		['help', '› help', 'Shift-Tab'],
		['tasks', ' task', 'Esc ends it'],
		['palette', ' task', ': _'],
		[{typed: 'relay'}, ' task', ': relay_'],
		['back', ' task', 'Enter open', `/ ${task}   1 of `],
		['back', ' task', 'TASK', '!Esc ends it', '!problems only'],
		['problems', ' task', 'problems only'],
		['back', ' task', 'TASK', '!Esc ends it', '!problems only'],
	];
}

/** To the page of a task's first subtask, and back to the list. */
function unitPage(task: string, unit: string, ...texts: readonly string[]): readonly Stop[] {
	return [
		[{typed: `/${task}\r`}, ' task', `/ ${task}   1 of `],
		['open', `› ${task} `, unit],
		['open', `› ${task} › mysql-replica-`, unit, ...texts],
		home,
		['back', ' task', 'TASK', '!Esc ends it', '!problems only'],
	];
}

function whyPage(task: string, ...texts: readonly string[]): readonly Stop[] {
	return [
		[{typed: `/${task}\r`}, ' task', `/ ${task}   1 of `],
		['why', `› ${task} › why`, ...texts],
		home,
		['back', ' task', 'TASK', '!Esc ends it', '!problems only'],
	];
}

function sourcePage(name: string, source: string, ...texts: readonly string[]): readonly Stop[] {
	return [
		['sources', ' source', 'RELAY', name],
		[{typed: `/${source}\r`}, ' source', `/ ${source}   1 of `],
		['open', '› sources › ', ...texts],
		home,
	];
}

function lockPages(...texts: readonly string[]): readonly Stop[] {
	return [
		['locks', ' DDL lock', '`shop`.`orders`'],
		['open', '› DDL locks › orders_merge', ...texts],
		['why', '› orders_merge › why', 'DDL lock on `shop`.`orders`'],
		home,
	];
}

/** The recorded clusters, each with the moments of its run that matter. */
const recordings: Readonly<Record<string, readonly Moment[]>> = {
	'1.0.7': [
		{
			atMs: 1002,
			what: 'a dump',
			letters: {billing: '.', inventory_full: '#'},
			stops: unitPage('billing', 'Dump', 'DM 1.0'),
		},
		{atMs: 3003, what: 'a load', letters: {orders_merge: '.'}, stops: unitPage('orders_merge', 'Load', 'done ')},
		{
			atMs: 4003,
			what: 'sync',
			letters: {orders_merge: '.'},
			stops: unitPage('orders_merge', 'Sync', 'mysql-bin.000001'),
		},
		{atMs: 14_003, what: 'a pause', letters: {billing: '='}, stops: whyPage('billing', 'by a person')},
		{
			atMs: 23_006,
			what: 'an error',
			letters: {billing: '~', inventory_full: '-'},
			stops: whyPage('billing', 'accounts'),
		},
		{atMs: 33_018, what: 'a load that fails', letters: {crm: '~'}, stops: whyPage('crm', 'Column count')},
		{
			atMs: 38_018,
			what: 'a paused relay',
			letters: {orders_merge: '!'},
			stops: sourcePage('127.0.0.1:8263', two, 'resume-relay -w 127.0.0.1:8263'),
		},
		{
			atMs: 43_019,
			what: 'an upstream that is away',
			letters: {orders_merge: 'X'},
			stops: whyPage('orders_merge', 'resume-relay -w 127.0.0.1:8263'),
		},
		{
			atMs: 81_191,
			what: 'a DDL lock',
			letters: {orders_merge: 'L'},
			stops: lockPages(three, 'who holds it up'),
		},
		{
			atMs: 89_228,
			what: 'the lock resolved',
			letters: {orders_merge: '.'},
			stops: [['locks', ' DDL lock', 'No shard DDL waits'], home],
		},
		{
			atMs: 95_227,
			what: 'a dead worker',
			letters: {orders_merge: '?'},
			stops: everyScreen('orders_merge', three, '"worker": "127.0.0.1:8264"', 'Not fresh'),
		},
	],
	'2.0.7': [
		{
			atMs: 2002,
			what: 'a dump',
			letters: {inventory_full: '.'},
			stops: unitPage('inventory_full', 'Dump', 'no figures'),
		},
		{atMs: 53_952, what: 'a load', letters: {archive_full: '.'}, stops: unitPage('archive_full', 'Load', 'done ')},
		{atMs: 64_252, what: 'a paused load', letters: {archive_full: '='}, stops: whyPage('archive_full', 'by a person')},
		{
			atMs: 78_282,
			what: 'sync',
			letters: {orders_merge: '.'},
			stops: unitPage('orders_merge', 'Sync', 'mysql-bin.000001'),
		},
		{atMs: 121_433, what: 'an error', letters: {billing: '~'}, stops: whyPage('billing', 'accounts')},
		{atMs: 127_448, what: 'a load that fails', letters: {crm: '~'}, stops: whyPage('crm', 'Unknown column')},
		{atMs: 131_501, what: 'a paused relay', letters: {orders_merge: '!'}, stops: sourcePage(two, two, 'resume-relay')},
		{
			atMs: 136_502,
			what: 'an upstream that is away',
			letters: {orders_merge: '!'},
			stops: whyPage('orders_merge', 'upstream'),
		},
		{
			atMs: 176_237,
			what: 'a DDL lock',
			letters: {orders_merge: 'L'},
			stops: lockPages(three, 'who holds it up'),
		},
		{
			atMs: 199_345,
			what: 'conflicting DDLs',
			letters: {orders_opt: 'X', orders_merge: '-'},
			stops: whyPage('orders_opt', '36062'),
		},
		{
			atMs: 258_571,
			what: 'a source that was taken over',
			letters: {orders_merge: '~', orders_opt: '-'},
			stops: whyPage('orders_merge', 'doesn'),
		},
		{
			atMs: 318_591,
			what: 'no worker left for a source',
			letters: {orders_merge: '?'},
			stops: everyScreen('orders_merge', one, 'holds no such object', 'mysql-bin.000001'),
		},
	],
	'6.5.0': [
		{atMs: 44_186, what: 'a dump', letters: {archive_full: '.'}, stops: unitPage('archive_full', 'Dump', 'rows')},
		{atMs: 60_190, what: 'a load', letters: {archive_full: '.'}, stops: unitPage('archive_full', 'Load', 'done ')},
		{atMs: 71_508, what: 'a paused load', letters: {archive_full: '='}, stops: whyPage('archive_full', 'by a person')},
		{
			atMs: 82_929,
			what: 'sync',
			letters: {billing: '.', archive_full: '-'},
			stops: unitPage('billing', 'Sync', 'mysql-bin.000001'),
		},
		{atMs: 102_942, what: 'an error', letters: {billing: '~'}, stops: whyPage('billing', 'accounts')},
		{atMs: 110_030, what: 'a load that fails', letters: {crm: 'X'}, stops: whyPage('crm', '34019')},
		{atMs: 114_030, what: 'a paused relay', letters: {orders_merge: '!'}, stops: sourcePage(two, two, 'resume-relay')},
		{
			atMs: 119_032,
			what: 'an upstream that is away',
			letters: {orders_merge: '!'},
			stops: whyPage('orders_merge', 'upstream'),
		},
		{
			atMs: 157_268,
			what: 'a DDL lock',
			letters: {orders_merge: 'L'},
			stops: lockPages(three, 'who holds it up'),
		},
		{atMs: 197_453, what: 'a validator', letters: {validated: '.'}, stops: unitPage('validated', 'Sync', 'validat')},
		{
			atMs: 219_676,
			what: 'a dead worker',
			letters: {orders_merge: '?', validated: '-'},
			stops: everyScreen('orders_merge', three, '"subTaskStatus"', 'Not fresh'),
		},
	],
	'8.5.7': [
		{atMs: 29_210, what: 'a dump', letters: {archive_full: '.'}, stops: unitPage('archive_full', 'Dump', 'rows')},
		{atMs: 41_219, what: 'a load', letters: {archive_full: '.'}, stops: unitPage('archive_full', 'Load', 'done ')},
		{atMs: 58_051, what: 'a paused load', letters: {archive_full: '='}, stops: whyPage('archive_full', 'by a person')},
		{
			atMs: 72_898,
			what: 'sync',
			letters: {billing: '.', archive_full: '-'},
			stops: unitPage('billing', 'Sync', 'mysql-bin.000001'),
		},
		{
			atMs: 99_218,
			what: 'an error that was paused by hand',
			letters: {billing: 'X'},
			stops: whyPage('billing', 'Error 1146'),
		},
		{atMs: 118_202, what: 'a paused relay', letters: {orders_merge: '!'}, stops: sourcePage(two, two, 'resume-relay')},
		{
			atMs: 131_905,
			what: 'an upstream that is away',
			letters: {orders_merge: '!'},
			stops: whyPage('orders_merge', 'upstream'),
		},
		{atMs: 167_838, what: 'a DDL lock', letters: {orders_merge: 'L'}, stops: lockPages(three, 'who holds it up')},
		{
			atMs: 194_014,
			what: 'conflicting DDLs',
			letters: {orders_opt: 'L', orders_merge: '-'},
			stops: whyPage('orders_opt', 'conflict'),
		},
		{
			atMs: 202_271,
			what: 'a validator',
			letters: {validated: '.'},
			stops: unitPage('validated', 'Sync', 'validat'),
		},
		{
			atMs: 357_794,
			what: 'no worker left for a source',
			letters: {orders_merge: '?', validated: '-'},
			stops: everyScreen('orders_merge', three, '"source not bound"', 'Not fresh'),
		},
	],
	'26.3.3-head': [
		{atMs: 19_116, what: 'a dump', letters: {archive_full: '.'}, stops: unitPage('archive_full', 'Dump', 'rows')},
		{atMs: 26_127, what: 'a load', letters: {archive_full: '.'}, stops: unitPage('archive_full', 'Load', 'done ')},
		{
			atMs: 59_374,
			what: 'sync',
			letters: {billing: '.', archive_full: '-'},
			stops: unitPage('billing', 'Sync', 'mysql-bin.000001'),
		},
		{atMs: 68_610, what: 'a pause', letters: {billing: '='}, stops: whyPage('billing', 'by a person')},
		{atMs: 82_733, what: 'an error', letters: {billing: '~'}, stops: whyPage('billing', 'Error 1146')},
		{atMs: 95_328, what: 'a load that fails', letters: {crm: 'X'}, stops: whyPage('crm', '34019')},
		{atMs: 102_608, what: 'a paused relay', letters: {orders_merge: '!'}, stops: sourcePage(two, two, 'resume-relay')},
		{
			atMs: 125_300,
			what: 'an upstream that is away, and a source that says so',
			letters: {orders_merge: '!'},
			stops: whyPage('orders_merge', 'The upstream does not tell its position'),
		},
		{atMs: 158_478, what: 'a DDL lock', letters: {orders_merge: 'L'}, stops: lockPages(three, 'who holds it up')},
		{
			atMs: 179_494,
			what: 'conflicting DDLs',
			letters: {orders_opt: 'L', orders_merge: '-'},
			stops: whyPage('orders_opt', 'conflict'),
		},
		{
			atMs: 187_838,
			what: 'a validator',
			letters: {validated: '.'},
			stops: unitPage('validated', 'Sync', 'validat'),
		},
		{
			atMs: 229_075,
			what: 'a dead worker that keeps its name',
			letters: {orders_merge: '?', validated: '-'},
			stops: everyScreen('orders_merge', three, '"worker3"', 'Not fresh'),
		},
	],
};

/** The oldest and the newest DM at both sizes, each at one of them in the suite. */
const runs = Object.entries(recordings).flatMap(([version, moments], index, all) => [
	{version, moments, columns: 80, rows: 24},
	...(index === 0 || index === all.length - 1 ? [{version, moments, columns: 120, rows: 40}] : []),
]);

// They mostly wait for the next answer and the next frame, so they wait side by side.
const last = runs.at(-1);

test.concurrent.each(
	shareOf(runs, run => run === last),
)('every screen through the recorded run of DM $version at $columns x $rows', async ({
	version,
	moments,
	columns,
	rows,
}) => {
	const robot = await startReplayRobot(`${fixtures}${version}/moments.jsonl`, columns, rows);
	try {
		for (const {atMs, what, letters, stops} of moments) {
			robot.replay.control.seek(atMs);
			for (const [name, letter] of Object.entries(letters)) {
				await robot.untilIt(`${what}: ${name} marked ${letter}`, () => robot.row(name)?.[1] === letter);
			}
			check(robot, what, rows);
			for (const stop of stops) await visit(robot, stop, `${what}: ${stop[1]}`, rows);
		}
	} finally {
		await robot.leave();
	}
});

async function visit(robot: ReplayRobot, [key, crumbs, ...texts]: Stop, where: string, rows: number) {
	if (typeof key === 'string') robot.press(key);
	else robot.type(key.typed);
	// A text with a `!` before it must not be there.
	const isOn = (screen: readonly string[], text: string): boolean =>
		text.startsWith('!') ? !isOn(screen, text.slice(1)) : screen.some(line => line.includes(text));
	await robot.untilIt(
		`${where} with ${texts.join(', ')}`,
		screen =>
			screen[0]?.includes(crumbs) === true &&
			texts.every(text => isOn(screen, text)) &&
			!screen.some(line => /^ *(Reading|Asking) /.test(line)),
	);
	check(robot, where, rows);
}

/** What holds on every screen. */
function check(robot: ReplayRobot, where: string, rows: number) {
	const screen = robot.screen();
	const text = screen.join('\n');
	expect(screen, where).toHaveLength(rows);
	expect(text, where).not.toMatch(/undefined|NaN|\[object|Infinity|[^\x20-\x7e─━¦›✓\u2800-\u28ff\n]/);
	// A line that was too long or too many would have pushed one of these away.
	expect(screen[0], where).toMatch(/ LIVE +RO {2}\d\d:\d\d$/);
	expect(screen.at(-1)?.trim(), where).not.toBe('');
	expect(
		screen.slice(1, -1).some(line => line.trim() !== ''),
		where,
	).toBe(true);
}
