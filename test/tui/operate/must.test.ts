import {describe, expect, test} from 'vitest';
import type {OperationUnderWay} from '../../../src/domain/operation/under-way.ts';
import type {Event, Model} from '../../../src/tui/state.ts';
import {dialogGeometry} from '../../../src/tui/ui/dialog/dialog.ts';
import {lineText} from '../../../src/tui/ui/line.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {initialModel, update} from '../../../src/tui/update.ts';
import type {TaskView} from '../../../src/wire/topics.ts';
import {
	afterEvents,
	ago,
	heartbeat,
	link,
	modelOf,
	nowMs,
	overview,
	subtaskRow,
	taskEvents,
	taskRow,
	taskView,
} from '../../support/builder.ts';
import {paste, press} from '../../support/press.ts';
import {answer, writable, writing, written} from '../../support/writable.ts';

const billing = taskView(taskRow('billing'), [subtaskRow('b-1'), subtaskRow('b-2')]);
const crm = taskView(taskRow('crm'), [subtaskRow('c-1')]);
const mixed = taskView(taskRow('mixed'), [
	subtaskRow('m-1'),
	subtaskRow('m-2', {stage: 'Paused', situation: 'paused'}),
]);
const views = [billing, crm, mixed];

/** The dialog that these keys open on the list of these tasks. */
function opened(keys: string, columns: number, rows: number, tasks: readonly TaskView[] = views): Model {
	const start = modelOf(columns, rows, [...writing(overview(tasks.map(({row}) => row))), ...taskEvents(tasks)]);
	return written(afterEvents(press(start, keys), taskEvents(tasks)));
}

const text = (model: Model) => screenLines(model).join('\n');
const lastLine = (model: Model) => screenLines(model).at(-1) ?? '';
const sends = (model: Model, key = 'y') => answer(model, key)[1] !== undefined;
const geometry = (model: Model) => {
	if (model.dialog === null) throw new Error('no dialog is open');
	return dialogGeometry(model, model.dialog);
};
const mustText = (model: Model) => {
	const {lines, must} = geometry(model);
	// What the title asks is always on the screen.
	const title = text(model).match(/^━ .*$/m)?.[0] ?? '';
	return `${title}\n${lines.slice(0, must).map(lineText).join('\n')}`.replaceAll(/\n +/g, ' ');
};

describe('what has to have been on the screen', () => {
	test.each<[string, string, readonly string[]]>([
		['of one pause', 'p', ['PAUSE billing  on']],
		[
			'of a stop',
			'X',
			['STOP billing  on', 'query-status will no longer show this task.', 'Starting it again needs its task file.'],
		],
		['what is left alone', 'jjp', ['PAUSE mixed at 1 of its 2 sources  on', 'left alone, already paused: m-2']],
		[
			'of a set',
			'/!crm<enter>*p',
			['PAUSE 2 marked tasks  on', 'billing', 'mixed', 'pause-task billing', 'pause-task mixed -s m-1'],
		],
		['what is marked and hidden', ' j /billing<enter>p', ['1 marked row not shown here and left out.']],
	])('%s', (_, keys, expected) => {
		const told = mustText(opened(keys, 120, 40));
		for (const each of expected) expect(told).toContain(each);
	});

	test('is read line by line where there is no room for it, and then it can be answered', () => {
		let model = paste(opened('X', 20, 3), 'billing');
		const {must, room} = geometry(model);
		expect(must).toBeGreaterThan(room);
		expect(lastLine(model)).toContain('Read on first: Down');
		for (let line = 0; line < must - room; line++) {
			expect(sends(model, 'enter')).toBe(false);
			model = written(press(model, '<down>'));
		}
		expect(lastLine(model)).toContain('name: [');
		expect(sends(model, 'enter')).toBe(true);
	});

	test('counts only where it was written', () => {
		let model = opened('jjp', 20, 3);
		const {must} = geometry(model);
		for (let line = 0; line < must; line++) model = press(model, '<down>');
		expect(sends(written(model))).toBe(false);
	});

	test.each([
		[20, 3],
		[40, 10],
		[60, 20],
		[80, 24],
	])('at %ix%i every dialog can be answered once all was read', (columns, rows) => {
		for (const keys of ['p', 'X', 'jjp', '*p']) {
			let model = opened(keys, columns, rows);
			for (let line = 0; line < 200 && !geometry(model).isReadable; line++) model = written(press(model, '<down>'));
			const isStop = keys === 'X';
			expect(sends(isStop ? paste(model, 'billing') : model, isStop ? 'enter' : 'y')).toBe(true);
		}
	});
});

describe('the answer line says at once that it cannot be answered any more', () => {
	const asked = opened('p', 120, 40);
	const busy: OperationUnderWay = {operation: 'resume', sinceMs: ago(3), answered: false};
	const later = (ms: number) => link(heartbeat({nowMs: nowMs + ms, lastGoodAtMs: nowMs + ms}), nowMs + ms);

	test.each<[string, Model, readonly Event[], string]>([
		[
			'the link is lost',
			asked,
			[link({type: 'link-lost', message: 'x', sinceMs: nowMs, retryAtMs: nowMs})],
			' Esc close, and look again',
		],
		['the data is too old', asked, [{type: 'tick', nowMs: nowMs + 30_000}], ' the data is too old: 31s  Esc close'],
		[
			'allowing ran out',
			{...asked, writes: {untilMs: nowMs + 600_000}},
			[later(600_000)],
			' writing is not allowed any more: Esc, then W  Esc close',
		],
		[
			'somebody else is at it',
			asked,
			taskEvents([{...billing, row: {...billing.row, operation: busy}}]),
			' another operation is under way: resume since 3s  Esc close',
		],
	])('%s', (_, model, events, expected) => {
		const after = afterEvents(model, events);
		expect(lastLine(after)).toBe(expected);
		expect(sends(after)).toBe(false);
		expect(answer(after, 'y')[0].dialog?.remark).toMatch(/^Nothing was sent: /);
	});

	test('what is only old can be answered once it is fresh', () => {
		const old = afterEvents(asked, [{type: 'tick', nowMs: nowMs + 30_000}]);
		expect(sends(afterEvents(old, [later(30_000)]))).toBe(true);
	});

	test('what changed and is as it was again cannot', () => {
		const changed = afterEvents(asked, [...taskEvents([{...billing, subtasks: [subtaskRow('b-1')]}])]);
		expect(sends(afterEvents(changed, taskEvents([billing])))).toBe(false);
	});
});

describe('a set under way', () => {
	const [sent] = answer(opened('*p', 120, 40), 'y');

	test('says that they go one after another, and which is under way as far as the rows tell', () => {
		expect(text(sent)).toContain(
			'pause 3 tasks: sent 0s ago, they go one after another, and not all are answered yet.',
		);
		expect(text(sent)).toContain(' billing, crm, mixed.\n');
		const pausing = {operation: 'pause', sinceMs: nowMs, answered: false} as const;
		const now = overview(
			views.map(({row}) => ({
				...row,
				operation: row.name === 'crm' ? pausing : row.name === 'billing' ? {...pausing, answered: true} : null,
			})),
		);
		const model = afterEvents(sent, [link({type: 'topic', topic: 'overview', value: now})]);
		expect(text(model)).toContain(' billing, crm, mixed. Under way now: crm.\n');
	});

	test('one task alone is not counted', () => {
		expect(text(answer(opened('p', 120, 40), 'y')[0])).toContain(
			'pause billing: sent 0s ago, DM has not answered yet.',
		);
	});
});

describe('a pause in place of a stop', () => {
	const paused = taskView(taskRow('done'), [subtaskRow('s', {stage: 'Paused', situation: 'paused'})]);

	test('is offered where there is something to pause', () => {
		expect(lastLine(opened('X', 120, 40))).toContain('Tab cancel, pause instead  ');
	});

	test('else it is not', () => {
		const model = opened('X', 120, 40, [paused]);
		expect(lastLine(model)).toMatch(/Tab cancel {2}Ctrl/);
		expect(press(model, '<tab><tab>').dialog?.phase).toMatchObject({focus: 'name'});
		expect(press(model, '<shift-tab>').dialog?.phase).toMatchObject({focus: 'cancel'});
	});
});

test('of a set a task whose name no path can hold is left out, and told', () => {
	const slash = taskView(taskRow('eu/billing'), [subtaskRow('s')]);
	const model = opened('*p', 120, 40, [billing, slash]);
	expect(text(model)).toContain("left out: DM's HTTP cannot address a task with / in its name");
	expect(answer(model, 'y')[1]).toMatchObject({targets: [{task: 'billing'}]});
});

describe('a worker of 1.0 that nobody can name', () => {
	const old = taskView(
		taskRow('billing'),
		[subtaskRow('b-1', {worker: '10.0.4.1:8262'}), subtaskRow('b-2', {worker: '10.0.4.2:8262'})],
		{shape: 'workers', namelessWorkers: ['10.0.4.4:8262']},
	);

	test.each(['p', 'X'])('is not asked, which must have been read, and the command names the others: %s', keys => {
		const model = opened(keys, 120, 40, [old]);
		expect(mustText(model)).toContain('! 10.0.4.4:8262 does not answer and is not asked: it may have a part.');
		expect(text(model)).toMatch(/(pause|stop)-task billing -w 10\.0\.4\.1:8262 -w 10\.0\.4\.2:8262/);
	});

	test('the others are asked by name, whatever is known by the time it is sent', () => {
		expect(answer(opened('p', 120, 40, [old]), 'y')[1]).toMatchObject({
			targets: [{task: 'billing', sources: ['b-1', 'b-2']}],
		});
		expect(answer(opened('p', 120, 40, [{...old, namelessWorkers: []}]), 'y')[1]).toMatchObject({
			targets: [{task: 'billing', sources: null}],
		});
	});

	test('does not matter to one source', () => {
		const page = afterEvents(opened('<enter>', 120, 40, [old]), taskEvents([old]));
		const model = written(press(page, 'p'));
		expect(text(model)).not.toContain('is not asked');
		expect(text(model)).toContain('pause-task billing -w 10.0.4.1:8262');
	});

	test('where all are known the whole task is asked', () => {
		expect(text(opened('p', 120, 40, [{...old, namelessWorkers: []}]))).toMatch(
			/^ +dmctl +--master-addr \S+ pause-task billing *$/m,
		);
	});
});

describe('on a terminal that shows ASCII only', () => {
	const tasks = [...['会员', '会展', '\\u4f1a', '😀'].map(name => taskView(taskRow(name), [subtaskRow('源-1')]))];
	const start = (keys: string) => {
		const first = initialModel({size: {columns: 120, rows: 40}, colours: false, ascii: true, title: '集群', nowMs});
		const list = afterEvents(first, [...writing(overview(tasks.map(({row}) => row))), ...taskEvents(tasks)]);
		return written(afterEvents(press(list, keys), taskEvents(tasks)));
	};
	const drawn = (model: Model) => screenLines(model).join('\n');

	test.each([
		['p', 'PAUSE \\u4f1a\\u5458  on  \\u96c6\\u7fa4 '],
		['jp', 'PAUSE \\u4f1a\\u5c55  on'],
		['jjp', 'PAUSE \\\\u4f1a  on'],
		['jjjp', 'PAUSE \\u{1f600}  on'],
		['p', '   \\u6e90-1'],
	])('names differ in a dialog: %s %s', (keys, expected) => expect(drawn(start(keys))).toContain(expected));

	test('what is typed is shown so too, and what is sent is as it was', () => {
		const model = paste(start('X'), '会员');
		expect(drawn(model)).toContain("Type the task's name to stop it:  \\u4f1a\\u5458_");
		expect(answer(model, 'enter')[1]).toMatchObject({targets: [{task: '会员', seen: [{source: '源-1'}]}]});
	});

	test('so is what is said of it afterwards', () => {
		const [sent] = answer(start('p'), 'y');
		expect(drawn(sent)).toContain('pause \\u4f1a\\u5458: sent');
		const reply = {type: 'lost', message: 'gone'} as const;
		const [after] = update(sent, {type: 'operate', change: {type: 'answer', id: 1, reply}});
		expect(drawn(after)).toContain('pause \\u4f1a\\u5458: unknown');
	});

	test('else names are as they are', () => {
		const model = opened('p', 120, 40, tasks);
		expect(text(model)).toContain('PAUSE 会员  on');
	});
});

describe('the question about quitting at 20 columns', () => {
	const [sent] = answer(opened('p', 80, 24), 'y');
	const small = afterEvents(sent, [{type: 'resize', size: {columns: 20, rows: 3}}]);

	test.each<[string, Model, string, string]>([
		['q', press(small, '<esc>'), 'q', 'q quits; 1 under way'],
		['Ctrl-c', press(small, '<esc><enter>'), '<ctrl-c>', 'Ctrl-c quits; 1 sent'],
		['Ctrl-c over the dialog', small, '<ctrl-c>', 'Ctrl-c quits; 1 sent'],
	])('%s', (_, model, key, expected) => expect(lastLine(press(model, key))).toBe(expected));

	test('the other gateway allows nothing there either', () => {
		const other = link({type: 'link-open', hello: {...writable, instance: 'g2'}});
		expect(afterEvents(small, [other]).writes).toBeNull();
	});
});
