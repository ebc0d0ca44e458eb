import {translateConfig} from '../../src/dm/answer/config.ts';
import {translateMembers} from '../../src/dm/answer/members.ts';
import {translateSources} from '../../src/dm/answer/sources.ts';
import {translateStatus} from '../../src/dm/answer/translate.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import {topicValue} from '../../src/gateway/views/views.ts';
import {type HttpRequest, route} from '../../src/simulator/routes.ts';
import type {World} from '../../src/simulator/world/model.ts';
import {createWorld, step} from '../../src/simulator/world/world.ts';
import type {Event, Model} from '../../src/tui/state.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {initialModel, topics, update} from '../../src/tui/update.ts';
import type {LinkEvent} from '../../src/wire/link.ts';
import {protocolVersion} from '../../src/wire/messages.ts';
import type {TopicMessage} from '../../src/wire/topics.ts';

/** What a gateway knows of the simulated cluster at a moment of its clock. */
export type Moment = {readonly memory: Memory; readonly atMs: number};

/** When the demo begins: a clock that nobody sets. */
const startMs = Date.UTC(2026, 10, 20, 14, 2, 11);
/** How often it is asked; a gateway of a demo asks faster, and nothing here waits for it. */
const everyMs = 3000;
const master = '127.0.0.1:8261';

/** The demo after so many seconds, read from its start on as a gateway reads it. The same moment is always the same. */
export function demoAfter(seconds: number): Moment {
	let world = createWorld('showcase', {seed: 1, dm: '6.5'});
	let atMs = startMs;
	let memory = read(emptyMemory([master], everyMs), world, atMs);
	for (const name of memory.tasks.keys()) {
		const config = translateConfig(asked(world, {url: `/apis/v1alpha1/tasks/${name}?type=1`}), name);
		memory = remember(memory, {type: 'config', ok: true, atMs, task: name, config});
	}
	while (atMs < startMs + seconds * 1000) {
		world = step(world, everyMs);
		atMs += everyMs;
		memory = read(memory, world, atMs);
	}
	return {memory, atMs};
}

function read(memory: Memory, world: World, atMs: number): Memory {
	const sources = translateSources(
		asked(world, {method: 'PUT', url: '/apis/v1alpha1/sources', body: JSON.stringify({op: 4})}),
	);
	const members = translateMembers(asked(world, {url: '/apis/v1alpha1/members'}));
	const cluster = translateStatus(asked(world, {url: '/apis/v1alpha1/status/'}));
	const told = [
		{type: 'sources', ok: true, atMs, sources},
		{type: 'members', ok: true, atMs, members, note: null},
		{type: 'status', ok: true, atMs, tookMs: 12, master, version: 'v6.5.0', cluster},
	] as const;
	const known = told.reduce<Memory>(remember, memory);
	// Where no source lists a task any more, the cluster is asked by its name: the simulated one then knows none.
	const unlisted = [...known.tasks.values()].filter(({task}) => task.unlisted !== null).map(({task}) => task.name);
	return unlisted.reduce<Memory>(
		(last, task) => remember(last, {type: 'by-name', ok: true, atMs, task, answer: 'unknown'}),
		known,
	);
}

function asked(world: World, request: Partial<HttpRequest>): unknown {
	return JSON.parse(route(world, {method: 'GET', url: '', body: '', ...request}).answer.body);
}

/** The lines of a viewer's screen of that moment, in colours unless told otherwise, after these events of its keys. */
export function screenOf(
	moment: Moment,
	size: readonly [number, number],
	keys: readonly Event[],
	form: Partial<Pick<Model, 'ascii' | 'colours'>> = {},
): readonly string[] {
	return screenLines(viewerOf(moment, size, keys, form));
}

/** The viewer of that screen. */
export function viewerOf(
	{memory, atMs}: Moment,
	[columns, rows]: readonly [number, number],
	keys: readonly Event[],
	form: Partial<Pick<Model, 'ascii' | 'colours'>> = {},
): Model {
	const hello: LinkEvent = {
		type: 'link-open',
		hello: {
			type: 'hello',
			protocol: protocolVersion,
			gateway: 'dmtop',
			instance: 'demo',
			nowMs: atMs,
			allowOperate: true,
			startsWriting: true,
			readOnlyReason: null,
			everyMs,
		},
	};
	const pulse: LinkEvent = {
		type: 'heartbeat',
		nowMs: atMs,
		lastGoodAtMs: atMs,
		lastTookMs: 12,
		asking: null,
		trouble: null,
	};
	const link = (event: LinkEvent): Event => ({type: 'link', atMs, event});
	const start = initialModel({size: {columns, rows}, colours: true, title: 'demo', nowMs: atMs, ...form});
	return [link(hello), link(pulse), ...keys].reduce((last, event) => told(after(last, event), memory), start);
}

/** With the topics that the screen needs: what one brings may ask for another. */
export function told(model: Model, memory: Memory): Model {
	let known = model;
	for (let turn = 0; turn < 3; turn++) {
		for (const topic of topics(known)) {
			const event = {type: 'topic', topic, value: topicValue(memory, topic)} as TopicMessage;
			known = after(known, {type: 'link', atMs: known.nowMs, event});
		}
	}
	return known;
}

function after(model: Model, event: Event): Model {
	return update(model, event)[0];
}
