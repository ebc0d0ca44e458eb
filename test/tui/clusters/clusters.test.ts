import {describe, expect, test} from 'vitest';
import {eachCluster, isAbove, stateOf} from '../../../src/tui/clusters/cluster-state.ts';
import type {ClusterEvent, Command, Event, Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {initialModel, topics, update} from '../../../src/tui/update.ts';
import type {Overview} from '../../../src/wire/topics.ts';
import {
	afterEvents,
	ago,
	heartbeat,
	hello,
	link,
	nowMs,
	overview,
	shown,
	subtaskRow,
	taskEvents,
	taskRow,
	taskView,
} from '../../support/builder.ts';
import {press} from '../../support/press.ts';
import {screenText} from '../../support/screens.ts';
import {showcase} from '../../support/showcase.ts';
import {checkManySizes} from '../../support/sizes.ts';
import {answer, writable, written} from '../../support/writable.ts';

const names = ['sh-main', 'sh-stage', 'bj-gone', 'bj-slow', 'gz-old'];
const refused = 'GET /apis/v1alpha1/status/ of 10.0.9.1:8261: connection refused';

const at = (cluster: string, ...events: readonly Event[]): readonly Event[] =>
	events.map(event => ({type: 'at', cluster, event: event as ClusterEvent}));

const healthy = overview([taskRow('users'), taskRow('stock')]);
const nothing = overview([], {
	cluster: {...healthy.cluster, master: null, dmVersion: '?', shape: null, firstAnswerAtMs: null},
});
const trouble = {sinceMs: ago(30), message: refused, tries: 3, nextTryAtMs: ago(-12)};

const told = (cluster: string, value: Overview, beat = heartbeat(), said = hello) =>
	at(
		cluster,
		link({type: 'link-open', hello: {...said, instance: cluster}}),
		link(beat),
		link({type: 'topic', topic: 'overview', value}),
	);

/** Five clusters: one in trouble, one well, one that refuses, one that has not answered yet, one that is lost. */
function page(columns = 80, rows = 24): Model {
	return afterEvents(start(columns, rows), [
		...told('sh-main', showcase, heartbeat(), {...writable, startsWriting: false}),
		...told('sh-stage', healthy),
		...told('bj-gone', nothing, heartbeat({lastGoodAtMs: null, trouble})),
		...told('gz-old', overview([taskRow('old')]), heartbeat({trouble: {...trouble, message: 'no route to host'}})),
	]);
}

function start(columns: number, rows: number): Model {
	const clusters = names.map(name => ({name, label: name === 'sh-main' ? 'prod' : null, gatewayAt: 'inside'}));
	const model = initialModel({size: {columns, rows}, colours: false, title: null, nowMs: ago(60), clusters});
	return afterEvents(model, [{type: 'tick', nowMs}]);
}

const text = (model: Model) => screenLines(model).join('\n');
const rowOrder = (model: Model) =>
	screenLines(model)
		.slice(3, 8)
		.map(line => line.slice(4, 12).trim());

describe('the page of the clusters', () => {
	test.each([
		[20, 3],
		[40, 10],
		[60, 20],
		[80, 24],
		[120, 40],
		[200, 60],
	])('at %ix%i', async (columns, rows) => {
		const shown = `${text(page(columns, rows))}\n`;
		expect(shown).toMatch(screenText);
		await expect(shown).toMatchFileSnapshot(`frames/clusters-${columns}x${rows}.txt`);
	});

	test('fits every size', () => {
		checkManySizes('clusters', page());
		checkManySizes('clusters, the help', press(page(), '?'));
		checkManySizes('clusters, the palette', press(page(), ':'));
	});

	test('has the worst on top: what gives no fresh answer is not well', () => {
		expect(rowOrder(page())).toEqual(['sh-main', 'bj-gone', 'bj-slow', 'gz-old', 'sh-stage']);
	});

	test('keeps the cursor on its cluster when rows move', () => {
		const onStage = press(page(), 'G');
		const moved = afterEvents(onStage, told('sh-stage', showcase));
		expect(screenLines(moved).find(line => line.startsWith('>'))).toContain('sh-stage');
		expect(rowOrder(moved).indexOf('sh-stage')).toBe(1);
	});

	test('has its cursor on the worst, until somebody moves it', () => {
		const selected = (model: ReturnType<typeof page>) => screenLines(model).find(line => line.startsWith('>')) ?? '';
		const much = overview(Array.from({length: 9}, (_, at) => taskRow(`t-${at}`, {word: 'error', reason: 'x'})));
		const worse = (model: ReturnType<typeof page>) => afterEvents(model, told('gz-old', much));
		expect(selected(page())).toContain('sh-main');
		const late = {...page(), nowMs: page().nowMs + 3_600_000};
		expect(selected(worse(late))).toContain('gz-old');
		expect(rowOrder(worse(late))[0]).toBe('gz-old');
		for (const keys of ['jk', 'g', '<enter>0']) expect(selected(worse(press(page(), keys)))).toContain('sh-main');
		const after = press(worse(page()), 'G');
		expect(selected(after)).not.toContain('gz-old');
	});

	test('a cluster of which nothing is known does not look as if it were well', () => {
		const row = screenLines(page()).find(line => line.includes('bj-slow')) ?? '';
		expect(row).toMatch(/^ \? {2}bj-slow .* - .* no answer yet/);
	});

	test('finds by the name of a task, and shows problems only', () => {
		expect(text(press(page(), '/task=users<enter>'))).toContain('1 of 5 shown');
		expect(text(press(page(), '!'))).toContain('4 of 5 shown');
	});

	test('names that are hostile stay text', () => {
		const hostile = overview([taskRow('a\u001b[31mb\u202e', {word: 'error', reason: 'x'})]);
		const model = afterEvents(page(), told('sh-stage', hostile, heartbeat(), {...hello, label: 'pr\u001b[2Jod'}));
		// It is cleaned where it comes in (wire/clean.ts); what is drawn is bounded all the same.
		for (const line of screenLines(model)) expect(line.length).toBeLessThan(120);
	});
});

describe('the keys', () => {
	test('0 says where clusters are given while there is one only, and the help does not tell of it', () => {
		const one = afterEvents(
			initialModel({size: {columns: 120, rows: 40}, colours: false, title: null, nowMs}),
			shown(showcase),
		);
		expect(press(one, '0').notice).toBe('clusters: only one is open; config.yaml names several (dmtop help config)');
		expect(text(press(one, '?'))).not.toMatch(/\b0 clusters/);
		expect(text(press(page(), '?'))).toMatch(/\b0 clusters/);
	});

	test('Enter opens a cluster as it is told, and Esc, q and 0 come back to its row', () => {
		const open = press(page(), 'j<enter>');
		expect([open.clusters?.open, screenLines(open)[0]?.trim().slice(0, 7)]).toEqual(['bj-gone', 'bj-gone']);
		for (const key of ['<esc>', 'q', '0', 'h']) {
			const back = press(open, key);
			expect(isAbove(back)).toBe(true);
			expect(screenLines(back).find(line => line.startsWith('>'))).toContain('bj-gone');
		}
	});

	test('a cluster is as it was when it was left', () => {
		const deep = press(afterEvents(press(page(), '<enter>j'), taskEvents([])), '<enter>');
		expect(deep.views.at(-1)).toMatchObject({type: 'task'});
		const again = press(press(deep, '0'), '<enter>');
		expect(again.views).toEqual(deep.views);
		// What was read of it is read again.
		expect(topics(again)).toEqual(topics(deep));
		expect(topics(again).some(topic => topic.startsWith('task/'))).toBe(true);
	});

	test(': and a name jump from any page to a cluster', () => {
		const jumped = press(press(press(page(), '<enter>'), '2'), ':sh-stage<enter>');
		expect([jumped.clusters?.open, jumped.views.length]).toEqual(['sh-stage', 1]);
		expect(text(jumped)).toContain('all well');
	});

	test.each(['1', '2', '5', 'p', 'X', 'W', 'e', 'i', 'z', 'C'])('%s asks to open a cluster first', key => {
		const after = press(page(), key);
		expect(after.notice).toMatch(/: open a cluster first \(Enter\)$/);
		expect([after.views, after.dialog]).toEqual([page().views, null]);
	});

	test('q ends it on the page of the clusters alone', () => {
		const quits = (model: Model) => update(model, {type: 'quit'}).slice(1);
		expect(quits(page())).toEqual([{type: 'quit'}]);
		const [, ...commands] = answer(page(), 'q');
		expect(commands).toEqual([{type: 'quit'}]);
		expect(answer(press(page(), '<enter>'), 'q').slice(1)).toEqual([]);
	});

	test('asking again means all clusters', () => {
		expect(answer(page(), 'ctrl-r').slice(1)).toEqual([{type: 'refresh'}, {type: 'retry'}, {type: 'repaint'}]);
	});
});

describe('several clusters at once', () => {
	const billing = taskView(taskRow('billing'), [subtaskRow('b-1')]);
	const list = overview([billing.row]);
	const writes = {...writable, label: 'test'};

	/** Both have a task of the same name. */
	function two(): Model {
		const model = afterEvents(start(100, 24), [
			...told('sh-main', list, heartbeat(), writes),
			...told('sh-stage', list, heartbeat(), {...writable, startsWriting: false}),
		]);
		return afterEvents(press(model, ':sh-main<enter>'), at('sh-main', ...taskEvents([billing])));
	}

	/** After a pause of it was confirmed at sh-main, which is production. */
	function sent(): readonly [Model, ...Command[]] {
		const asked = afterEvents(press(two(), 'p'), at('sh-main', ...taskEvents([billing])));
		const typed = press(written(asked), 'billing');
		return answer(written(typed), 'enter');
	}

	test('writing that is allowed at one is not allowed at another', () => {
		expect(two().writes).not.toBeNull();
		const other = press(two(), ':sh-stage<enter>');
		expect(other.writes).toBeNull();
		expect(press(other, 'p').notice).toContain('read-only');
		expect(press(other, ':sh-main<enter>').writes).not.toBeNull();
	});

	test('what is sent goes by the instance of the open one, and its answer comes to that one alone', () => {
		const [model, command] = sent();
		expect(command).toMatchObject({type: 'operate', instance: 'sh-main', operation: 'pause'});
		const elsewhere = press(press(model, '<esc>'), ':sh-stage<enter>');
		expect(elsewhere.underWay).toEqual([]);
		// Whoever quits is asked all the same.
		expect(update(elsewhere, {type: 'quit'})[0].notice).toContain('under way');
		const id = command?.type === 'operate' ? command.id : 0;
		const failed = [{task: 'billing', sources: null, outcome: 'failed', message: 'no', parts: []}];
		const reply: Event = {type: 'operate', change: {type: 'answer', id, reply: {type: 'answered', value: failed}}};
		const answered = afterEvents(elsewhere, at('sh-main', reply));
		expect(answered.dialog).toBeNull();
		expect(answered.notice).toBe('sh-main: something was not done: open it to read what');
		expect(press(answered, ':sh-main<enter>').dialog).toMatchObject({type: 'operation', phase: {type: 'answered'}});
	});

	test('a link that is lost elsewhere spoils nothing here', () => {
		const asked = afterEvents(press(two(), 'p'), at('sh-main', ...taskEvents([billing])));
		const lost: Event = link({type: 'link-lost', message: 'gone', sinceMs: nowMs, retryAtMs: nowMs + 1000});
		expect(afterEvents(asked, at('sh-stage', lost)).dialog).toMatchObject({spoilt: null});
		expect(afterEvents(asked, at('sh-main', lost)).dialog).toMatchObject({spoilt: 'the link was lost meanwhile'});
	});

	test('another gateway of one that is not open takes its marks and its writing', () => {
		const marked = press(press(two(), ' '), '0');
		const other = afterEvents(marked, told('sh-main', list, heartbeat(), {...writes, gateway: 'another'}));
		const again = afterEvents(marked, at('sh-main', link({type: 'link-open', hello: {...writes, instance: 'g9'}})));
		expect(eachCluster(other).get('sh-main')?.marks.size).toBe(1);
		expect([eachCluster(again).get('sh-main')?.marks.size, eachCluster(again).get('sh-main')?.overview]).toEqual([
			0,
			null,
		]);
	});

	test('a screen that stands still goes on when it is left', () => {
		const frozen = press(two(), 'z');
		const left = press(afterEvents(frozen, told('sh-main', healthy, heartbeat(), writes)), ':sh-stage<enter>');
		expect(eachCluster(left).get('sh-main')?.finding.frozen).toBeNull();
		expect(eachCluster(left).get('sh-main')?.overview?.tasks).toHaveLength(2);
	});
});

test('what the model holds is of one cluster, or of the screen', () => {
	const ofCluster = Object.keys(stateOf(page()));
	const ofScreen = Object.keys(page()).filter(key => !ofCluster.includes(key));
	// What is added to the model has to be put into one of both: what is of a cluster must not be shown of another.
	expect(ofScreen.sort()).toEqual(
		[
			...[
				'absoluteTimes',
				'ageLimitMs',
				'ascii',
				'awaySinceMs',
				'backAtMs',
				'by',
				'clusters',
				'colours',
				'copyPath',
				'hotkeys',
				'lastId',
			],
			...['lastKeyAtMs', 'leaving', 'notice', 'noticeSinceMs', 'nowMs', 'preview', 'program', 'readOnly', 'size'],
			...['startedAtMs', 'wallOffsetMs', 'within', 'wrap'],
			// The past is left when another cluster is opened.
			...['asksPast', 'past', 'startAtWallMs'],
		].sort(),
	);
});
