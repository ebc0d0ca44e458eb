import type {Writable} from 'node:stream';
import type {Clock} from '../../clock.ts';
import {cleanText} from '../../domain/text.ts';
import {mayHavePart, type Unheard} from '../../gateway/memory/unheard.ts';
import {allLocks} from '../../gateway/views/view-locks.ts';
import {overview, taskValue} from '../../gateway/views/views.ts';
import type {TaskView} from '../../wire/topics.ts';
import {meantInstead} from '../args/nearest.ts';
import type {Options} from '../args/usage.ts';
import {createAsker} from '../ask.ts';
import {gatewayLine} from '../connecting/gateway-line.ts';
import {contract, contractOf, type Facts} from '../contract.ts';
import {exit} from '../exit.ts';
import {connectionFlags} from '../operating/connection.ts';
import {listTable, taskTable} from '../table.ts';
import {unknownTask} from '../unknown-task.ts';
import {askGateway, type GatewayTold} from './ask-gateway.ts';
import {judged, judgedOverview} from './judged.ts';

/** What `status` says of one cluster. */
export type Said =
	/** `json` is what the contract says; `code` the exit code. */
	| {
			readonly type: 'said';
			readonly text: string;
			readonly json: () => ReturnType<typeof contract>;
			readonly code: number;
			/** What kind of cluster its gateway says it is; left out, nobody says. */
			readonly label?: string | null;
	  }
	| {readonly type: 'failed'; readonly message: string; readonly code: number};

/** Asks one cluster again and again, and tells what `status` says of it. */
export type Teller = {
	readonly tell: (signal: AbortSignal) => Promise<Said>;
	readonly paceMs: () => number;
	readonly close: () => void;
};

/** How wide the terminal is that shows it, null where none does; and where notes of a gateway go. */
export type TellerIo = {
	readonly columns: () => number | null;
	readonly stderr: Pick<Writable, 'write'>;
	readonly clock: Clock;
};

/** One that asks the masters of the options, or the gateway. Throws a UsageError or a SetupError where they mean nothing. */
export async function createTeller(options: Options, io: TellerIo): Promise<Teller> {
	const {gateway} = options;
	return gateway === null ? ofMasters(options, io) : ofGateway({...options, argument: gateway}, options.argument, io);
}

async function ofMasters(options: Options, {columns, clock}: TellerIo): Promise<Teller> {
	const asker = await createAsker(options, clock);
	const task = options.argument;
	return {
		...asker,
		async tell(signal) {
			const {type, memory, ...rest} = await asker.ask(signal);
			if (type === 'failed' && 'failed' in rest) {
				const {message, timedOut} = rest.failed;
				return {type: 'failed', message, code: timedOut ? exit.timeout : exit.nobody};
			}
			if (task !== null && !memory.tasks.has(task))
				return {type: 'failed', message: unknownTask(memory, task), code: exit.usage};
			const shiftMs = clock.wall() - clock.now();
			const nowMs = memory.lastGood?.atMs ?? 0;
			const text =
				task === null
					? listTable(overview(memory), nowMs, columns(), {
							locks: allLocks(memory),
							connection: connectionFlags(options),
						})
					: taskTable(
							taskValue(memory, task),
							{nowMs, firstAnswerAtMs: memory.firstGoodAtMs},
							{notes: mayHavePart(memory, task).map(partNote), columns: columns()},
						);
			return {type: 'said', text, json: () => contract(memory, task, shiftMs), code: judged(memory, task)};
		},
	};
}

async function ofGateway(options: Options, task: string | null, {columns, clock, stderr}: TellerIo): Promise<Teller> {
	const line = (await gatewayLine(options, clock))(({text}) => stderr.write(`dmtop: ${cleanText(text)}\n`));
	return {
		paceMs: () => options.watchMs ?? 0,
		close() {},
		async tell(signal) {
			const told = await askGateway(line, {clock, signal, whole: options.json || task !== null});
			if (told.type === 'failed')
				return {type: 'failed', message: told.message, code: told.timedOut ? exit.timeout : exit.nobody};
			return saidOf(told, task, columns(), options);
		},
	};
}

function saidOf(
	told: Extract<GatewayTold, {type: 'told'}>,
	task: string | null,
	columns: number | null,
	options: Options,
): Said {
	const {overview: list, tasks, locks, heartbeat, aheadMs, label} = told;
	const nowMs = heartbeat.lastGoodAtMs ?? heartbeat.nowMs;
	const json = () => contractOf(factsOf(told, task), task, aheadMs);
	if (task === null) {
		const around = {locks: locks?.locks ?? [], connection: options.cluster === null ? null : connectionFlags(options)};
		return {type: 'said', text: listTable(list, nowMs, columns, around), json, code: judgedOverview(list), label};
	}
	const view = tasks.find(({row}) => row.name === task);
	if (view === undefined) {
		const known = list.tasks.map(({name}) => name);
		const has = known.length === 0 ? 'none' : known.join(', ');
		const message = `the cluster has no task "${task}"${meantInstead(task, known)}; it has ${has}`;
		return {type: 'failed', message, code: exit.usage};
	}
	const seen = {nowMs, firstAnswerAtMs: list.cluster.firstAnswerAtMs};
	const text = taskTable({name: task, task: view}, seen, {notes: view.unheard.map(partNote), columns});
	return {type: 'said', text, json, code: judgedTask(view), label};
}

function judgedTask({row, unheard}: TaskView): number {
	return unheard.length > 0 ? exit.trouble : judgedOverview({tasks: [row], notes: []});
}

function factsOf(
	{overview: {cluster}, sources, locks, tasks, heartbeat}: Extract<GatewayTold, {type: 'told'}>,
	task: string | null,
): Facts {
	const {lastGoodAtMs, lastTookMs} = heartbeat;
	return {
		masters: cluster.masters,
		dmVersion: /^\?|\?$/.test(cluster.dmVersion) ? null : cluster.dmVersion,
		lastGood: lastGoodAtMs === null || lastTookMs === null ? null : {atMs: lastGoodAtMs, tookMs: lastTookMs},
		// A gateway does not tell how it asks.
		asking: {parts: null, apart: null},
		views: tasks.filter(({row}) => task === null || row.name === task),
		sources: sources?.sources ?? [],
		locks: locks?.locks ?? [],
	};
}

function partNote({who, trouble}: Pick<Unheard, 'who' | 'trouble'>): string {
	return `${who} ${trouble}: it may have a part of this task`;
}
