import {expect, test} from 'vitest';
import {type Act, actNames} from '../../src/domain/act/act.ts';
import type {TargetOutcome} from '../../src/domain/operation/operation.ts';
import type {ActCommand, OpenDialog, OperateCommand} from '../../src/tui/state.ts';
import {dialogGeometry} from '../../src/tui/ui/dialog/dialog.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import type {LinkReply} from '../../src/wire/link.ts';
import {differs, type Fickle, pick, type Random, randomOf, reached} from '../support/fickle.ts';
import {matters, mayBe, typedFor} from '../support/fickle-acts.ts';
import {runsOf} from '../support/long.ts';
import {createStage, type Request, type Sending, type Stage} from '../support/stage.ts';

/** Shared by all that can be done through the screen. */
const runs = runsOf(800, 10_000);
const runsPerCluster = 10;

/** What a dialog says will be sent: the lines that a person would type into dmctl. */
type Said = {readonly op: string; readonly task: string; readonly names: readonly string[]; readonly flag: string};

type OperationRequest = Extract<Request, {type: 'operation'}>;

type Tally = Record<
	| 'dialogs'
	| 'confirmed'
	| 'sent'
	| 'several'
	| 'refused'
	| 'done'
	| 'stopped'
	| 'ofSources'
	| 'refusedKeys'
	| 'gaps'
	| 'swaps'
	| 'spoilt',
	number
> & {readonly acts: Partial<Record<Act, number>>};

/** What operates tasks among the lines of the dialog. */
function saidBy(lines: readonly string[]): readonly Said[] {
	return commandsIn(lines).flatMap(line => {
		const [, op, task, rest] = /^(pause|resume|stop)-task (\S+)((?: -[sw] \S+)*)$/.exec(line) ?? [];
		if (op === undefined || task === undefined) return [];
		const parts = (rest ?? '').trim().split(/\s+/);
		return [
			{
				op,
				task: task.replace(/^'(.*)'$/, '$1'),
				names: parts.filter((_, index) => index % 2 === 1),
				flag: parts[0] ?? '',
			},
		];
	});
}

/** The commands of dmctl among the lines of the dialog, without the master. */
function commandsIn(lines: readonly string[]): readonly string[] {
	// A long command goes on in the lines below it, which are indented more.
	return lines
		.slice(1)
		.join('\n')
		.replaceAll(/\n(?: {11}| {4})(?=\S)/g, ' ')
		.split('\n')
		.flatMap(line => /^ *dmctl +--master-addr \S+ (.*\S) *$/.exec(line)?.[1] ?? []);
}

/** Where the screen goes, where it wanders there, what opens a dialog, and how often all that. */
type Trip = {
	readonly share: number;
	/** One of these rows of keys. */
	readonly goes: readonly (readonly string[])[];
	readonly wanders: readonly string[];
	readonly opens: readonly string[];
};

const home: Trip = {
	share: 0.45,
	goes: [[], [], [], [], ['1', 'esc', 'esc']],
	wanders: [
		...['j', 'j', 'j', 'k', 'down', 'G', 'g', 'enter', 'esc', 'tab', 's', 'S'],
		...['!', 'z', ' ', '*', 'e', 'v', 'pgdn'],
	],
	opens: ['p', 'p', 'p', 'r', 'r', 'X', 'X', 'P', 'R'],
};

const trips: readonly Trip[] = [
	home,
	{
		share: 0.25,
		goes: [['2']],
		wanders: ['j', 'j', 'k', 'G', 'g', 'enter', 's', 'z'],
		opens: ['p', 'p', 'r', 'r', 'B', 'P', 'P', 'R'],
	},
	{
		share: 0.15,
		goes: [['3']],
		wanders: ['j', 'j', 'k', 'G', 'g', 'enter', 's', 'z'],
		opens: ['U', 'U', 'U', 'p', 'K'],
	},
	{
		share: 0.15,
		goes: [
			['1', 'esc', 'esc', 'g', 'e'],
			['1', 'esc', 'esc', 'g', 'enter', 'e'],
			['1', 'esc', 'esc', 'g', 'enter', 'j', 'e'],
			['1', 'esc', 'esc', 'g', 'j', 'enter', 'j', 'e'],
		],
		wanders: [],
		opens: ['K'],
	},
];

const marking = [
	['esc', 'esc', 'g', ' ', 'j', ' '],
	['esc', 'esc', 'G', ' ', 'k', ' ', 'k', ' '],
	['esc', 'esc', '/', '-', 'enter', '*'],
	['esc', 'esc', '*', ' ', 'j'],
];
const meddling = ['j', 'down', 'k', 'pgdn', 'tab', 'x', 'enter', 'p', 'X', '5', 'G'];

/** Everything changes at any time: the cluster, what the gateway knows of it, and what has reached the viewer. */
function unrest(stage: Stage, random: Random, chance: number) {
	stage.disturb(chance);
	if (random() < 0.5) stage.poll();
	if (random() < 0.5) stage.deliver();
	if (random() < 0.1) stage.size();
	if (random() < 0.05) stage.gap();
}

async function run(stage: Stage, random: Random, tally: Tally) {
	// The viewer has settled before the next key, most of the time.
	stage.draw();
	stage.later(1000 + Math.floor(random() * 15_000));
	if (stage.model().dialog !== null) stage.press('esc');
	stage.disturb(0.4);
	stage.poll();
	if (random() < 0.9) stage.deliver();
	if (stage.model().writes === null) {
		stage.press('W');
		stage.draw();
		stage.later(400);
		stage.press('y');
	}
	const trip = tripOf(random());
	const way = pick(random, trip.goes);
	for (const key of way) {
		stage.press(key);
		// The rows of a page come after it was opened.
		if (key === 'enter') stage.deliver();
	}
	if (way.length > 0) stage.deliver();
	wander(stage, random, trip.wanders);
	if (trip === home && random() < 0.1) for (const key of pick(random, marking)) stage.press(key);
	unrest(stage, random, 0.3);
	if (!opened(stage, random, trip.opens, tally)) return;
	let command: Sending | null = null;
	if (random() < 0.3) unrest(stage, random, 0.3);
	// Its targets have to be read first, where they were not on the screen.
	if (stage.model().dialog?.phase.type === 'reading') stage.deliver();
	await stage.propose();
	stage.draw();
	// What comes at once or in a burst confirms nothing.
	for (const key of ['y', 'enter']) {
		if (random() < 0.2) command ??= stage.press(key, random() < 0.5);
		if (random() < 0.1) command ??= stage.press(key, false);
	}
	expect(command).toBeNull();
	if (random() < 0.2) stage.press(pick(random, meddling));
	await stage.propose();
	if (random() < 0.3) unrest(stage, random, 0.3);
	await confirm(stage, random, tally);
}

function tripOf(roll: number): Trip {
	let left = roll;
	for (const trip of trips) {
		left -= trip.share;
		if (left < 0) return trip;
	}
	return home;
}

/** Presses keys that open a dialog, until one does. */
function opened(stage: Stage, random: Random, keys: readonly string[], tally: Tally): boolean {
	for (let key = 0; key < 4; key += 1) {
		stage.press(pick(random, keys));
		if (stage.model().dialog !== null) return true;
		tally.refusedKeys += 1;
		if (keys.length === 1) return false;
		stage.press(pick(random, ['j', 'j', 'k', 'esc', 'esc', 'g']));
	}
	return false;
}

function wander(stage: Stage, random: Random, keys: readonly string[]) {
	while (keys.length > 0 && random() < 0.6) {
		if (stage.model().dialog !== null) stage.press('esc');
		const key = random() < 0.15 ? '/' : pick(random, keys);
		stage.press(key);
		if (key !== '/') continue;
		for (const letter of pick(random, ['ord', '2', 'b', '!b', 'src', 'zz'])) stage.press(letter);
		stage.press(random() < 0.8 ? 'enter' : 'esc');
	}
}

/** Confirms as a person would who has read what stands there, and checks what has reached the cluster. */
async function confirm(stage: Stage, random: Random, tally: Tally) {
	for (let page = 0; page < 20 && stage.model().dialog !== null; page += 1) {
		stage.draw();
		const {dialog} = stage.model();
		if (dialog === null || dialogGeometry(stage.model(), dialog).isReadable) break;
		stage.press(dialog.top === 0 ? 'pgdn' : 'pgup');
	}
	stage.later(400);
	if (random() < 0.2) unrest(stage, random, 0.2);
	const {dialog} = stage.model();
	if (dialog?.phase.type !== 'asking' && dialog?.phase.type !== 'choosing') return;
	const lines = stage.dialogLines();
	const said = saidBy(lines);
	const name = askedName(dialog, said);
	let typed = 0;
	let command: Sending | null = null;
	for (let time = 0; time < (name === null ? 1 : 2) && command === null; time++) {
		if (name !== null) {
			// A name that stands there, or by mistake another one.
			const text = random() < 0.9 ? name : pick(random, ['orders', 'order', 'billing']);
			if (random() < 0.8) stage.paste(text);
			else for (const letter of text) stage.press(letter);
			stage.draw();
			typed += text === name ? 1 : 0;
		}
		// Between the last letter and the confirmation all may be swapped, and somebody allows writing at the other one.
		if (random() < 0.1) {
			stage.gap();
			if (random() < 0.5) stage.deliver();
		}
		command = stage.press(name === null ? 'y' : 'enter');
	}
	if (command === null) {
		tally.spoilt += stage.model().dialog?.spoilt === null ? 0 : 1;
		return;
	}
	tally.confirmed += 1;
	const before = stage.requests.length;
	const [asked, looked] = [stage.seen, stage.looked()];
	stage.disturb(0.25);
	const role = random() < 0.9 ? 'admin' : 'operate';
	const reply = await stage.deliverTo(command, role);
	const made = stage.requests.slice(before);
	if (command.type === 'act') checkAct(command, {lines, typed, role, made, looked, reply}, tally);
	else {
		const operations = made.filter(it => it.type === 'operation');
		expect(operations).toHaveLength(made.length);
		checkOperation(said, command, {role, made: operations, reply, seen: asked}, tally);
	}
	tally.sent += made.length > 0 ? 1 : 0;
	if (random() < 0.5) stage.poll();
	stage.answer(command, reply);
}

/** The name that a dialog asks for; null where a y is enough. */
function askedName(dialog: OpenDialog, said: readonly Said[]): string | null {
	if (dialog.type === 'operation') return dialog.tier === 3 ? (said[0]?.task ?? '') : null;
	if (dialog.type !== 'act' || dialog.phase.type !== 'choosing') return null;
	return dialog.phase.proposal.tier === 3 ? dialog.phase.proposal.name : null;
}

type Came<Made> = {
	readonly role: 'operate' | 'admin';
	readonly made: readonly Made[];
	readonly reply: LinkReply;
};

/** One act was sent at most: what the dialog named, as it was seen, to who may, and typed as often as it is worth. */
function checkAct(
	{act, target}: ActCommand,
	came: Came<Request> & {
		readonly lines: readonly string[];
		readonly typed: number;
		readonly looked: Fickle | null;
	},
	tally: Tally,
) {
	const {lines, typed, role, made, looked, reply} = came;
	const [only, ...others] = made;
	expect(others).toEqual([]);
	if (only === undefined) {
		expect(reply).toMatchObject({type: 'answered', value: {outcome: 'refused'}});
		tally.refused += 1;
		return;
	}
	if (only.type !== 'act' || looked === null) throw new Error('an act was to be sent, of what was looked at');
	const {world, names} = only;
	tally.acts[act] = (tally.acts[act] ?? 0) + 1;
	tally.done += reply.type === 'answered' && (reply.value as TargetOutcome).outcome === 'done' ? 1 : 0;
	expect(world.shape).toBe(looked.shape);
	expect(matters(world, act, target)).toEqual(matters(looked, act, target));
	expect(mayBe(world, act, target)).toBe(true);
	const needed = typedFor(world, act, target);
	expect(typed).toBeGreaterThanOrEqual(needed);
	if (needed > 0) expect(role).toBe('admin');
	// What was sent names what stood in the title and in the line of dmctl, and nothing else.
	const worker = world.sources.get(target.source ?? '')?.worker;
	const source = act.endsWith('relay') && world.shape === 'workers' ? worker : target.source;
	const meant = act === 'unlock' ? [target.lock] : [target.task, source].filter(it => it !== null);
	expect(names).toEqual(meant);
	expect(lines[0]).toContain(` ${actNames[act].toUpperCase()} ${target.lock ?? target.task ?? target.source}`);
	const [command, ...more] = commandsIn(lines);
	expect(more).toEqual([]);
	const words = (command ?? '').replaceAll("'", '').split(/\s+/);
	for (const name of meant) expect(words).toContain(name);
	const strangers = [...world.sources].flatMap(([id, it]) => [id, it.worker]).filter(id => !meant.includes(id));
	for (const stranger of strangers) expect(words).not.toContain(stranger);
	const held = world.locks.find(({id}) => id === target.lock);
	const text = lines.join(' ').replaceAll(/\s+/g, ' ');
	for (const ddl of act === 'unlock' ? (held?.ddls ?? []) : []) expect(text).toContain(ddl);
	if (act === 'skip-ddl')
		expect(text).toContain(ddlOf[world.tasks.get(target.task ?? '')?.get(target.source ?? '') ?? '']);
}

const ddlOf: Readonly<Record<string, string>> = {
	'at-ddl': 'ADD COLUMN `gift` INT',
	'at-later-ddl': 'DROP COLUMN `note`',
};

/** What was sent is what stood in the dialog, in its order, up to the first that was not done; and it was still true. */
function checkOperation(
	said: readonly Said[],
	{operation, targets, bySource}: OperateCommand,
	came: Came<OperationRequest> & {readonly seen: (task: string) => Fickle | null},
	tally: Tally,
) {
	const {role, made, reply, seen} = came;
	if (reply.type === 'refused') {
		expect([role, operation, made]).toEqual(['operate', 'stop', []]);
		return;
	}
	const outcomes = reply.type === 'answered' ? (reply.value as readonly TargetOutcome[]) : [];
	tally.several += made.length > 1 ? 1 : 0;
	tally.stopped += made.some(({request}) => request.op === 'stop' || request.op === 'delete') ? 1 : 0;
	tally.ofSources += bySource !== undefined && made.length > 0 ? 1 : 0;
	tally.done += outcomes.every(({outcome}) => outcome === 'done') ? 1 : 0;
	tally.refused += outcomes.some(({outcome}) => outcome === 'refused') ? 1 : 0;
	if (operation === 'stop' && made.length > 0) expect(role).toBe('admin');
	expect(outcomes).toHaveLength(said.length);
	const expected = said.slice(0, made.length).map(({op, task, names}) => ({op, task, names: [...names].sort()}));
	expect(
		made.map(({request, world}, index) => ({
			op: request.op === 'delete' ? 'stop' : request.op,
			task: request.task,
			names: said[index]?.names.length === 0 && isWhole(request, world) ? [] : [...request.targets].sort(),
		})),
	).toEqual(expected);
	if (outcomes.every(({outcome}) => outcome === 'done')) expect(made).toHaveLength(said.length);
	for (const [index, {request, world}] of made.entries()) {
		const before = seen(request.task);
		if (before === null) throw new Error(`nobody has seen ${request.task}`);
		const {shape} = world;
		expect(request.shape).toBe(shape);
		expect(said[index]?.flag).toBe(said[index]?.names.length === 0 ? '' : shape === 'sources' ? '-s' : '-w');
		const hit = reached(world, request);
		if (bySource !== undefined) expect([request.targets.length, hit.filter(it => it !== bySource)]).toEqual([1, []]);
		const target = {task: request.task, sources: null};
		const told = targets[index]?.seen.map(({source}) => source) ?? [];
		const difference = differs(operation, target, hit, told, before, world);
		if (difference !== null) throw new Error(`${difference}: ${tell(before)}; and now ${tell(world)}`);
	}
}

/**
 * A request for the whole task: without a list. In 1.0 also one that lists all that can be reached, where a worker that
 * nobody can name does not answer.
 */
function isWhole(request: OperationRequest['request'], world: Fickle): boolean {
	if (request.targets.length === 0) return true;
	if (world.shape === 'sources' || [...world.sources.values()].every(({answers}) => answers)) return false;
	const parts = [...(world.tasks.get(request.task)?.keys() ?? [])];
	const hit = reached(world, request);
	return parts.every(source => hit.includes(source) || world.sources.get(source)?.answers !== true);
}

function tell({shape, sources, tasks}: Fickle): string {
	return JSON.stringify({shape, sources: [...sources], tasks: [...tasks].map(([name, parts]) => [name, [...parts]])});
}

test(`${runs} operations and acts while everything changes: nothing is sent but what the dialog said`, async () => {
	// The same runs each time, unless told: `DMTOP_SEED=random npx vitest run test/tui/wrong-target.test.ts` looks further.
	const told = process.env['DMTOP_SEED'] ?? '20261121';
	const seed = told === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(told);
	const random = randomOf(seed);
	const tally: Tally = {
		dialogs: 0,
		confirmed: 0,
		sent: 0,
		several: 0,
		refused: 0,
		done: 0,
		stopped: 0,
		ofSources: 0,
		refusedKeys: 0,
		gaps: 0,
		swaps: 0,
		spoilt: 0,
		acts: {},
	};
	let stage = createStage(random);
	for (let index = 0; index < runs; index += 1) {
		if (index > 0 && index % runsPerCluster === 0) {
			for (const it of ['dialogs', 'gaps', 'swaps'] as const) tally[it] += stage.tally[it];
			stage = createStage(random);
		}
		stage.trace.splice(0);
		try {
			await run(stage, random, tally);
		} catch (error) {
			const frame = screenLines(stage.model()).join('\n');
			const told = `DMTOP_SEED=${seed}, run ${index}, keys ${stage.trace.join(' ')}`;
			throw new Error(`${told}: ${error instanceof Error ? error.message : error}\n${frame}`, {cause: error});
		}
	}
	process.stderr.write(`wrong targets: DMTOP_SEED=${seed} ${JSON.stringify(tally)}\n`);
	// A test that sends nothing would see nothing.
	expect(tally.dialogs).toBeGreaterThan(runs / 3);
	expect(tally.sent).toBeGreaterThan(runs / 8);
	expect(tally.stopped).toBeGreaterThan(runs / 100);
	expect(tally.several).toBeGreaterThan(runs / 500);
	expect(tally.ofSources).toBeGreaterThan(runs / 500);
	expect(tally.refused).toBeGreaterThan(runs / 50);
	expect(tally.swaps).toBeGreaterThan(runs / 50);
	expect(tally.spoilt).toBeGreaterThan(runs / 50);
	for (const act of ['pause-relay', 'resume-relay', 'start-relay', 'unlock', 'skip-ddl'] as const)
		expect(tally.acts[act]).toBeGreaterThan(runs / 200);
});
