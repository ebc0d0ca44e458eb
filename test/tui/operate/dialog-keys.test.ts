import {describe, expect, test} from 'vitest';
import type {OperationUnderWay} from '../../../src/domain/operation/under-way.ts';
import {noCursor} from '../../../src/tui/cursor.ts';
import type {Event, Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {
	afterEvents,
	ago,
	heartbeat,
	hello,
	link,
	modelOf,
	nowMs,
	overview,
	subtaskRow,
	taskEvents,
	taskRow,
	taskView,
} from '../../support/builder.ts';
import {allowWriting, operationOf, press, pressAlone} from '../../support/press.ts';
import {writable, writing} from '../../support/writable.ts';

const under: OperationUnderWay = {operation: 'pause', sinceMs: ago(12), answered: false};
const billing = taskView(taskRow('billing'), [
	subtaskRow('b-1'),
	subtaskRow('b-2', {stage: 'Paused', situation: 'paused'}),
]);
const audit = taskView(taskRow('audit', {word: 'paused'}), [subtaskRow('a-1', {stage: 'Paused', situation: 'paused'})]);
const full = taskView(taskRow('full', {word: 'finished'}), [
	subtaskRow('f-1', {stage: 'Finished', situation: 'finished'}),
]);
const busy = taskView(taskRow('busy', {operation: under}), [subtaskRow('s', {operation: under})]);
const gone = taskView(taskRow('gone', {word: 'stopped', goneAtMs: ago(60)}), [subtaskRow('s')]);
const slash = taskView(taskRow('eu/billing'), [subtaskRow('s')]);
const direction = taskView(taskRow('..'), [subtaskRow('s')]);
const told = taskView(taskRow('told', {operation: {...under, answered: true}}), [subtaskRow('s')]);
const all = [billing, audit, full, busy, gone, slash, direction, told];
const rows = overview(all.map(({row}) => row));
const start = modelOf(120, 40, [...writing(rows), ...taskEvents(all)]);

/** The model with the cursor on a task, whose topic has come. */
const at = (task: string): Model => {
	const down = all.findIndex(({row}) => row.name === task);
	return afterEvents(press(start, 'j'.repeat(down)), taskEvents(all));
};
const page = (task: string) => afterEvents(press(at(task), '<enter>'), taskEvents(all));

describe('why a key cannot act', () => {
	const check = (model: Model, key: string, expected: string) => {
		const after = press(model, key);
		expect(after.dialog).toBeNull();
		expect(after.notice).toBe(expected);
	};

	test.each<[string, () => Model, string, string]>([
		['already paused', () => at('audit'), 'p', 'pause: already paused'],
		['finished', () => at('full'), 'p', 'pause: finished'],
		['finished, resume', () => at('full'), 'r', 'resume: finished'],
		['gone', () => at('gone'), 'X', 'stop: DM no longer lists this task'],
		['busy', () => at('busy'), 'p', 'pause: another operation is under way: pause since 12s'],
		['busy, stop', () => at('busy'), 'X', 'stop: another operation is under way: pause since 12s'],
		['running, resume', () => page('billing'), 'r', 'resume: already running'],
		['the subtask is paused', () => press(page('billing'), 'j'), 'p', 'pause: already paused'],
		[
			'a tab without rows',
			() => press(page('billing'), '<tab>'),
			'p',
			'pause: no subtask is selected here; P and R are for the whole task',
		],
		['no rows', () => modelOf(120, 40, writing(overview([]))), 'p', 'pause: there is no task to select'],
		['no rows to mark', () => modelOf(120, 40, writing(overview([]))), ' ', 'mark: there is no row to mark'],
		['the sources', () => press(start, '2'), 'X', 'stop: select a task'],
		['the locks', () => press(start, '3'), 'p', 'pause: select a task'],
		['the workers', () => press(start, '4'), 'r', 'resume: select a task'],
		['the events', () => press(start, '5'), 'p', 'pause: select a task'],
		['the events, the whole task', () => press(start, '5'), 'P', 'pause: select a task'],
		['the help', () => press(start, '?'), 'X', 'stop: select a task'],
		['the events, marks', () => press(start, '5'), '*', 'mark all: there are no rows to mark here'],
		[
			'the list, P',
			() => at('billing'),
			'P',
			"pause: open the task's page: P and R are for the whole task there (p and r do the same here for the row)",
		],
		[
			'the list, R',
			() => at('audit'),
			'R',
			"resume: open the task's page: P and R are for the whole task there (p and r do the same here for the row)",
		],
		['what DM answered', () => press(page('billing'), 'i'), 'P', "pause: open the task's page first"],
		['what DM answered, the row', () => press(page('billing'), 'i'), 'p', "pause: open the task's page first"],
		['the whole answer', () => press(press(start, '/nothing<enter>'), 'i'), 'r', 'resume: select a task'],
		[
			'a name with a slash',
			() => at('eu/billing'),
			'p',
			"pause: DM's HTTP cannot address a task with / in its name; in a shell: dmctl --master-addr 10.0.3.1:8261 pause-task eu/billing",
		],
		[
			'a name with a slash, read',
			() => page('eu/billing'),
			'X',
			"stop: DM's HTTP cannot address a task with / in its name; in a shell: dmctl --master-addr 10.0.3.1:8261 stop-task eu/billing",
		],
		[
			'a name that is a direction',
			() => at('..'),
			'p',
			'pause: DM\'s HTTP cannot address a task called ".."; in a shell: dmctl --master-addr 10.0.3.1:8261 pause-task ..',
		],
		[
			'answered, and not yet so',
			() => at('told'),
			'p',
			'pause: DM has answered the pause of 12s ago, its stage does not show it yet',
		],
		[
			'marks that are all hidden',
			() => press(start, ' /audit<enter>'),
			'p',
			'pause: none of the 1 marked row is shown',
		],
	])('%s', (_, model, key, expected) => check(model(), key, expected));

	const opening = (events: readonly Event[]) => modelOf(120, 40, events);
	const open = (more: Partial<typeof hello>) => link({type: 'link-open', hello: {...writable, ...more}});
	const data = writing(rows).slice(1);
	const sourcesPage: readonly Event[] = [{type: 'open', view: {type: 'sources', cursor: noCursor}}];

	test.each<[string, readonly Event[], string]>([
		['no gateway yet', [], 'pause: the gateway is being connected'],
		['not allowed', [open({allowOperate: false}), ...data], 'pause: read-only: this gateway writes for nobody'],
		[
			'not allowed, and why',
			[open({allowOperate: false, readOnlyReason: 'the audit log cannot be written'}), ...data],
			'pause: read-only: the audit log cannot be written',
		],
		['no answer yet', [open({})], 'pause: DM has not answered yet'],
		[
			'not writes, on the sources',
			[open({startsWriting: false}), ...data, ...sourcesPage],
			'pause: there is no source to select',
		],
		['not writes', [open({startsWriting: false}), ...data], 'pause: read-only: W allows writing for 10 minutes'],
		['too old', [...writing(rows), {type: 'tick', nowMs: nowMs + 9000}], 'pause: the data is too old: 10s'],
		[
			'lost',
			[...writing(rows), link({type: 'link-lost', message: 'x', sinceMs: nowMs, retryAtMs: nowMs})],
			'pause: the link to the gateway is lost',
		],
		[
			'the master is lost',
			[...writing(rows), link(heartbeat({trouble: {sinceMs: nowMs, message: 'refused', tries: 1, nextTryAtMs: null}}))],
			'pause: the data is not live: refused',
		],
	])('%s', (_, events, expected) => check(opening(events), 'p', expected));
});

describe('what a key means', () => {
	const asked = (model: Model) => operationOf(model)?.asked;

	test.each<[string, Model, unknown]>([
		['p on the list', press(at('billing'), 'p'), [{task: 'billing', sources: null}]],
		['X on the list', press(at('billing'), 'X'), [{task: 'billing', sources: null}]],
		['p on a page', press(page('billing'), 'p'), [{task: 'billing', sources: ['b-1']}]],
		['r on a page', press(page('billing'), 'jr'), [{task: 'billing', sources: ['b-2']}]],
		['X on a page', press(page('billing'), 'X'), [{task: 'billing', sources: null}]],
		['P on a page', press(page('billing'), 'P'), [{task: 'billing', sources: null}]],
		['R on a tab', press(page('billing'), '<tab>R'), [{task: 'billing', sources: null}]],
		['X on a tab', press(page('billing'), '<tab>X'), [{task: 'billing', sources: null}]],
		['p on a subtask', press(page('billing'), '<enter>p'), [{task: 'billing', sources: ['b-1']}]],
		['X on a subtask', press(page('billing'), '<enter>X'), [{task: 'billing', sources: null}]],
		['p on why', press(page('billing'), 'ep'), [{task: 'billing', sources: ['b-1']}]],
		['p on marked subtasks', press(page('billing'), '*p'), [{task: 'billing', sources: ['b-1', 'b-2']}]],
		['P with marks', press(page('billing'), '*P'), [{task: 'billing', sources: null}]],
		['X with marks', press(at('billing'), '*X'), [{task: 'billing', sources: null}]],
	])('%s', (_, model, expected) => expect(asked(model)).toEqual(expected));

	test.each<[string, Model, number]>([
		['pause', press(at('billing'), 'p'), 2],
		['resume of a row', press(at('audit'), 'r'), 1],
		['resume of a whole task', press(page('audit'), 'R'), 1],
		['resume of two rows', press(page('billing'), '*r'), 2],
		['stop', press(at('billing'), 'X'), 3],
	])('%s asks as strongly as it must', (_, model, tier) => expect(operationOf(model)?.tier).toBe(tier));
});

describe('allowing', () => {
	const underWay = {
		operation: 'pause',
		targets: [{task: 'billing', sources: null}],
		origin: {instance: 'g1', cluster: 'c', label: null},
		from: {type: 'tasks', cursor: noCursor},
		sinceMs: nowMs,
	} as const;
	const data = writing(rows).slice(1);
	const readOnly = modelOf(120, 40, [
		link({type: 'link-open', hello: {...writable, startsWriting: false}}),
		...writing(rows).slice(1),
	]);
	const mode = (model: Model) => / (R[OW](?: \d+m)?) {2}\d\d:\d\d$/.exec(screenLines(model)[0] ?? '')?.[1];
	const later = (ms: number): readonly Event[] => [
		link(heartbeat({nowMs: nowMs + ms, lastGoodAtMs: nowMs + ms - 100}), nowMs + ms),
	];

	test('lasts ten minutes, told in minutes', () => {
		expect(mode(readOnly)).toBe('RO');
		const writes = allowWriting(readOnly);
		expect(mode(writes)).toBe('RW 10m');
		expect(mode(afterEvents(writes, later(59_000)))).toBe('RW 10m');
		expect(mode(afterEvents(writes, later(61_000)))).toBe('RW 9m');
		expect(mode(afterEvents(writes, later(599_999)))).toBe('RW 1m');
		expect(mode(afterEvents(writes, later(600_000)))).toBe('RO');
		expect(mode(press(writes, 'W'))).toBe('RO');
	});

	test('from the start lasts until somebody ends it', () => {
		expect(mode(afterEvents(start, later(7_200_000)))).toBe('RW');
		expect(mode(press(start, 'W'))).toBe('RO');
		expect(mode(allowWriting(press(start, 'W')))).toBe('RW 10m');
	});

	test('a reconnect allows nothing, and ends what is not allowed any more', () => {
		const again = link({type: 'link-open', hello: writable});
		expect(mode(afterEvents(press(start, 'W'), [again]))).toBe('RO');
		expect(mode(afterEvents(start, [again]))).toBe('RW');
		expect(afterEvents(start, [again]).notice).toBeNull();
		expect(mode(afterEvents(start, [link({type: 'link-open', hello})]))).toBe('RO');
	});

	test('another gateway ends writing, also one that starts with it, and what the first one told is forgotten', () => {
		const other = link({type: 'link-open', hello: {...writable, instance: 'g2'}});
		const model = afterEvents(start, [other]);
		expect(mode(model)).toBe('RO');
		expect(model.notice).toBe('another gateway answers: nothing may be written now');
		expect([model.overview, model.tasks.size, model.heartbeat]).toEqual([null, 0, null]);
		expect(afterEvents(press(start, 'W'), [other]).notice).toBeNull();
		expect(mode(allowWriting(afterEvents(model, data)))).toBe('RW 10m');
	});

	describe('asks once', () => {
		const asking = pressAlone(readOnly, 'W');
		const said = (model: Model) => ({
			mode: mode(model),
			open: model.dialog?.type ?? null,
			remark: model.dialog?.remark,
		});

		test('by its cluster', () => {
			expect(screenLines(asking).join('\n')).toContain('ALLOW WRITING  on  10.0.3.1:8261   for 10 minutes');
			expect(mode(asking)).toBe('RO');
		});

		test.each<[string, Model, unknown]>([
			['y alone allows it', pressAlone(asking, 'y'), {mode: 'RW 10m', open: null, remark: undefined}],
			['n does not', pressAlone(asking, 'n'), {mode: 'RO', open: null, remark: undefined}],
			['Esc does not', pressAlone(asking, 'esc'), {mode: 'RO', open: null, remark: undefined}],
			['Enter is no answer', pressAlone(asking, 'enter'), {mode: 'RO', open: 'allowing', remark: null}],
			['W is no answer', pressAlone(asking, 'W'), {mode: 'RO', open: 'allowing', remark: null}],
			[
				'y in a burst is none',
				press(asking, 'yy'),
				{mode: 'RO', open: 'allowing', remark: 'It came in a burst of keys: press it alone.'},
			],
			[
				'y at once is none',
				pressAlone(asking, 'y', 100),
				{mode: 'RO', open: 'allowing', remark: 'That was too fast: press it again.'},
			],
			[
				'y after the link was lost is none',
				pressAlone(afterEvents(asking, [link({type: 'link-open', hello: {...writable, startsWriting: false}})]), 'y'),
				{mode: 'RO', open: 'allowing', remark: 'Writing is not allowed: the link was lost meanwhile'},
			],
		])('%s', (_, model, expected) => expect(said(model)).toEqual(expected));

		test('never out of a burst', () => {
			const model = press(readOnly, 'W');
			expect(model.dialog).toBeNull();
			expect(model.notice).toBe('allow writing: it came in a burst of keys: press it alone');
		});

		test('ends a freeze, like every dialog', () => {
			expect(pressAlone(press(readOnly, 'z'), 'W').finding.frozen).toBeNull();
		});

		test('what comes meanwhile of an operation waits until it is closed', () => {
			const sent = {...asking, underWay: [{...underWay, id: 7}]};
			const reply = {type: 'lost', message: 'the link was closed'} as const;
			const model = afterEvents(sent, [{type: 'operate', change: {type: 'answer', id: 7, reply}}]);
			expect(model.dialog?.type).toBe('allowing');
			expect(pressAlone(model, 'esc').dialog?.type).toBe('operation');
		});
	});

	test('never where the viewer is to read only', () => {
		const reader = afterEvents({...modelOf(120, 40), readOnly: true}, writing(rows));
		expect(mode(reader)).toBe('RO');
		expect(press(reader, 'W').notice).toBe('allow writing: read-only: dmtop was started with --read-only');
	});
});

describe('a row with something under way', () => {
	test.each([
		[120, 40],
		[80, 24],
		[60, 20],
		[40, 10],
	])('says so at %ix%i, with the letter of its status', (columns, height) => {
		const model = modelOf(columns, height, [...writing(rows)]);
		expect(screenLines(model).find(line => line.includes('busy'))).toMatch(/^ \. {1,2}busy +pausing\.\.\. /);
		const opened = afterEvents(press(model, 'jjj<enter>'), taskEvents(all));
		expect(screenLines(opened).find(line => /^>\. {1,2}s /.test(line))).toContain('pausing...');
	});
});
