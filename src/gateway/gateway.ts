import {setImmediate as turn} from 'node:timers/promises';
import {type Clock, every, sleep} from '../clock.ts';
import type {DmClientOptions} from '../dm/ask/client.ts';
import {readWorkerMetrics} from '../dm/metrics/read-metrics.ts';
import type {SourceAnswer} from '../domain/cluster.ts';
import type {Limits} from '../domain/limits.ts';
import {thrownText} from '../domain/text.ts';
import {heartbeatEveryMs} from '../wire/limits.ts';
import {protocolVersion} from '../wire/messages.ts';
import type {Topic} from '../wire/topics.ts';
import {createAsking} from './ask/asking.ts';
import {createDemand} from './ask/demand.ts';
import {extras} from './ask/extras.ts';
import {paceOf} from './ask/pace.ts';
import {poll} from './ask/poll.ts';
import {createWhoIsSlow} from './ask/who-is-slow.ts';
import {emptyMemory, type Memory, remember} from './memory/memory.ts';
import type {FailedReading, Reading, ServerLocksReading, StatusReading} from './memory/reading.ts';
import type {Prometheus} from './metrics/prometheus.ts';
import {noTally} from './metrics/tally.ts';
import {createTold} from './metrics/told.ts';
import {createOperating, type Writing} from './operate/operating.ts';
import {createPast, type KeepReadings} from './past/past.ts';
import {createAllowance} from './serve/allowance.ts';
import type {Door, DoorTls} from './serve/door/door.ts';
import {createHub} from './serve/hub.ts';
import {instanceOf} from './serve/instance.ts';
import {createRaw} from './serve/raw.ts';
import {startGatewayServer} from './serve/server.ts';
import type {Keys} from './serve/tokens/keys.ts';
import type {State} from './state/state.ts';
import {allLocks} from './views/view-locks.ts';
import {viewReport} from './views/view-report.ts';
import {topicValue} from './views/views.ts';

export type GatewayOptions = Pick<DmClientOptions, 'masters' | 'tls' | 'timeouts'> & {
	readonly door: Door;
	/** What viewers must show one of; null = who can open the door may come in: a unix socket only. */
	readonly keys: Keys | null;
	/** The wished pace; many sources stretch it. */
	readonly everyMs: number;
	/** Workers of a 1.0 cluster by their addresses, for where it names none itself. */
	readonly workers?: readonly string[];
	/** Whether workers whose tasks lag are asked for their metrics; left out, they are not. */
	readonly workerMetrics?: boolean;
	/** What counts as too much; what is left out is as usual. */
	readonly limits?: Partial<Limits>;
	/** The program, such as `dmtop 0.1.0`. */
	readonly program: string;
	/** What kind of cluster it is, such as `prod`; left out, nobody says. */
	readonly label?: string | null;
	readonly clock: Clock;
	/** A number from 0 up to 1, for the jitter of the back-off. */
	readonly random: () => number;
	/** Whether it operates tasks for its viewers; left out, it only watches. */
	readonly writing?: Writing;
	/** Where gateways of this host find each other, to share what the cluster may be asked; left out, nobody is looked for. */
	readonly runtimeFolder?: string | null;
	/** How many viewers it lets in; left out, 64. */
	readonly viewersAtMost?: number;
	/** Collects figures for `/metrics`; left out, there are none. */
	readonly prometheus?: Prometheus;
	/** Where what is seen is saved for the next start; left out, nothing is. */
	readonly state?: StateOrder | null;
	/** How much of what is read is kept to be looked back at; left out, nothing is. */
	readonly keepReadings?: KeepReadings | null;
	/** Told why nothing is saved now, or what was put aside, and when all is well again, each in a sentence. */
	readonly onStateNote?: (note: string) => void;
};

/** Where what is seen is saved. */
export type StateOrder = {
	readonly folder: string;
	/** How large the file of a cluster may become. */
	readonly limitBytes: number;
};

export type Gateway = {
	/** Such as `ws://127.0.0.1:8271` or `unix:/run/user/1000/dmtop/gateway.sock`. */
	readonly url: string;
	/**
	 * Sends nothing more, stops asking, says goodbye to the viewers, and frees the port. DM goes on with what was sent; with
	 * `wait` the answers to that are awaited and told first, for up to 3 s.
	 */
	readonly close: (options?: {readonly wait?: boolean}) => Promise<void>;
	/** Shows viewers another certificate from now on. Throws where it cannot be used. */
	readonly renew: (tls: DoorTls) => void;
};

/** Whoever ends it expects it to be gone within 5 s; what is not answered by then is unknown, and written down as that. */
const goodbyeMs = 3_000;

/** Within that time of the first answer those who wait for it ask for it. */
const firstLooksMs = 700;

/** Raised where what is kept to be looked back at has another form. */
const pastForm = 3;

/** What is told where a note about it holds no more. */
const wellAgain = {
	state: 'What is seen is saved now.',
	past: 'What is seen can be looked back at now, also after a restart.',
} as const;

const watchesOnly: Writing = {type: 'read-only', reason: 'this gateway only watches'};

/**
 * Asks the cluster on behalf of all viewers, and tells them. Throws a ListenError when it cannot listen, and a
 * SetupError when a master's address cannot be read.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
	const {masters, everyMs, clock, random, writing = watchesOnly, state: order = null} = options;
	const instance = instanceOf(options);
	const {now} = clock;
	const tally = options.prometheus ?? noTally;
	/** Resolves with the first answer, or when none came, or at the end. */
	let firstCame = () => {};
	const firstAnswer = new Promise<void>(resolve => {
		firstCame = resolve;
	});
	const ending = new AbortController();
	const {signal} = ending;
	const asking = createAsking({
		masters,
		clock,
		random,
		yieldTurn,
		memory: () => memory,
		runtimeFolder: options.runtimeFolder ?? null,
		onLong: () => hub.heartbeat(),
		...(options.workers && {workers: options.workers}),
		...(options.tls != null && {tls: options.tls}),
		...(options.timeouts && {timeouts: options.timeouts}),
	});
	const {client, reader} = asking;
	const raw = createRaw(reader.newestBodies);
	const demand = createDemand();
	const whoIsSlow = createWhoIsSlow(
		(worker, source, ended) => readWorkerMetrics(worker, source, {tls: options.tls ?? null, signal: ended}),
		now,
	);
	let memory = emptyMemory(masters, everyMs, options.limits);
	const past = createPast(options.keepReadings ?? null, {
		now,
		wall: clock.wall,
		form: `${options.program} ${pastForm}`,
		session: instance,
		yieldTurn,
		onNote: note => noted('past', note),
	});
	/** What there is to say of what is saved, and of what can be looked back at. */
	let notes: {readonly state: string | null; readonly past: string | null} = {state: null, past: null};
	let saving: State | null = null;
	/** What was read before it was known what was saved. */
	let early: Reading[] | null = order === null ? null : [];
	/** What was taken in and is not kept yet, with the memory right after it. */
	let held: {readonly reading: Reading; readonly after: Memory} | null = null;
	let isProven = true;
	let nextTryAtMs: number | null = null;
	let settled = false;
	let isEnding = false;
	let isAnswered = false;
	const operating = createOperating(writing, {
		client,
		instance,
		memory: () => memory,
		clock,
		tell(news) {
			take(news);
			if (news.step === 'answered') demand.ask();
		},
		// What DM answers is not the outcome; the next status is.
		onSent: demand.urge,
		onOutcome: (operation, outcome) => tally.count('dmtop_operations_total', {operation, outcome}),
	});

	const hub = createHub({
		topicValue: topic => topicValue(memory, topic),
		onRefresh: demand.ask,
		onAsk: async (ask, gone, viewer) => {
			switch (ask.type) {
				case 'operate':
					return operating.answer(ask, viewer);
				case 'propose':
					return operating.propose(ask, viewer);
				case 'act':
					return operating.act(ask, viewer);
				case 'raw':
					return raw(ask.of);
				case 'validation':
					return {ok: true, value: (await client.readValidated(ask.task, {signal: gone})).value};
				case 'report':
					return {ok: true, value: reportSince(ask.sinceMs)};
				case 'moment':
					// What was kept before this run is known once its state is open.
					await restoring;
					return {ok: true, value: await past.tell(ask)};
			}
		},
		onTurnedAway: operating.turnedAway,
		allowance: () => createAllowance(now),
		tally,
		hello: visitor => ({
			type: 'hello',
			protocol: protocolVersion,
			gateway: options.program,
			nowMs: now(),
			...operating.hello(visitor),
			everyMs,
			...(options.label != null && {label: options.label}),
		}),
		heartbeat: () => ({
			type: 'heartbeat',
			nowMs: now(),
			lastGoodAtMs: memory.lastGood?.atMs ?? null,
			lastTookMs: memory.lastGood?.tookMs ?? null,
			asking: asking.underWay(),
			trouble: memory.trouble === null ? null : {...memory.trouble, nextTryAtMs},
		}),
	});

	const told = createTold({
		memory: () => memory,
		isAnswered: () => isAnswered,
		viewers: hub.viewers,
		isEnding: () => isEnding,
		program: options.program,
		clock,
		...(options.prometheus && {prometheus: options.prometheus}),
	});
	const {pages} = told;
	const {door, keys, viewersAtMost} = options;
	const server = await startGatewayServer({
		...{door, keys, hub, clock, pages, tally, onNotLetIn: operating.notLetIn},
		...(viewersAtMost !== undefined && {viewersAtMost}),
	}).catch(async error => {
		told.close();
		asking.close();
		throw error;
	});
	const stopBeating = every(clock, heartbeatEveryMs, () => {
		hub.heartbeat();
		past.tidy();
	});
	const polling = askForEver();
	polling.catch(() => {});
	ending.signal.addEventListener('abort', () => firstCame(), {once: true});
	const restoring = order === null ? null : restore(order).catch(notSaved);

	return {
		url: server.url,
		renew: server.renew,
		async close({wait: waits = false} = {}) {
			isEnding = true;
			server.shut();
			const ended = operating.end();
			if (waits) await withinGoodbye(ended);
			operating.abandon();
			ending.abort();
			stopBeating();
			hub.close();
			await server.close();
			await polling.catch(() => {});
			await restoring;
			keepHeld();
			past.close();
			saving?.close();
			asking.close();
			told.close();
		},
	};

	async function askForEver(): Promise<void> {
		let extras: Promise<void> | null = null;
		let scrapes: Promise<void> | null = null;
		for await (const reading of poll(readStatus, {everyMs: pace, signal, demand, sleep: wait, random, now, onWait})) {
			settleOnce();
			countPoll(reading);
			await takeOrTell(reading);
			isAnswered ||= reading.ok;
			// Before the first answer there is nothing to ask for beside it but what is asked with it.
			if (!isAnswered) continue;
			extras ??= askExtras()
				.catch(() => {})
				.finally(() => {
					extras = null;
				});
			if (options.workerMetrics !== true) continue;
			scrapes ??= askWhoIsSlow()
				.catch(() => {})
				.finally(() => {
					scrapes = null;
				});
		}
		await Promise.all([extras, scrapes]);
	}

	/** Workers are asked beside all else: one that hangs holds up nothing. */
	async function askWhoIsSlow(): Promise<void> {
		const told = await whoIsSlow(memory, signal);
		if (signal.aborted || told.length === 0) return;
		for (const reading of told) fold(reading);
		tell();
	}

	/** What was kept is told, where anything is; else what the memory still has. */
	function reportSince(fromMs: number) {
		const nowMs = now();
		const wallAheadMs = clock.wall() - nowMs;
		const kept = early === null ? (saving?.window(fromMs + wallAheadMs) ?? null) : null;
		return viewReport(memory, kept, {fromMs, nowMs, wallAheadMs, keeps: order !== null});
	}

	function countPoll(reading: StatusReading | FailedReading): void {
		const outcome = reading.ok ? 'answered' : reading.timedOut ? 'timed-out' : 'failed';
		tally.count('dmtop_polls_total', {outcome});
		if (reading.ok) tally.observe('dmtop_poll_duration_seconds', reading.tookMs / 1000);
	}

	/** Not at the very start, where somebody waits for the first screen. */
	function settleOnce(): void {
		if (!settled) operating.settle();
		settled = true;
	}

	async function readStatus(ended: AbortSignal) {
		nextTryAtMs = null;
		past.waits(null);
		const status = reader.status(ended).catch(broken(ended));
		if (isAnswered) return status;
		// What the first answer lacks shows by the list of the sources only: nobody is told of the one without the other.
		const membersAndSources = reader.membersAndSources(memory, ended).catch(() => []);
		const [reading, told] = await Promise.all([status, membersAndSources]);
		for (const one of told) fold(one);
		return reading;
	}

	/** A mistake of ours must not end the polls for good without a word. */
	function broken(ended: AbortSignal) {
		return (error: unknown) => {
			if (ended.aborted) throw error;
			const message = `asking failed: ${thrownText(error)}`;
			return {type: 'failed', ok: false, atMs: now(), message, timedOut: false} as const;
		};
	}

	/** What is asked beside the status comes beside the polls, never in their way. */
	async function askExtras(): Promise<void> {
		let hasChanged = false;
		for await (const reading of extras(reader, () => memory, signal)) {
			// A cluster of hundreds of tasks tells hundreds of configurations: they are published together.
			hasChanged = reading.type === 'config' || reading.type === 'source-config';
			if (hasChanged) fold(reading);
			else take(reading);
		}
		if (hasChanged) tell();
		if (hub.isRead('locks') || allLocks(memory).some(({exists}) => exists)) take(await readServerLocks());
	}

	/** Costs no token of the master's: it holds them itself, and asks no worker. */
	async function readServerLocks(): Promise<ServerLocksReading> {
		const type = 'server-locks' as const;
		try {
			const {value} = await client.readLocks(memory.shape === 'workers' ? 'workers' : 'sources', {signal});
			return {type, ok: true, atMs: now(), locks: value, note: null};
		} catch (error) {
			return {type, ok: true, atMs: now(), locks: [], note: thrownText(error)};
		}
	}

	function take(reading: Reading): void {
		fold(reading);
		tell();
	}

	function fold(reading: Reading): void {
		hold(reading);
		keepHeld();
	}

	/** Takes it in, to be kept once the viewers have been told: with a huge cluster that takes as long as all else. */
	function hold(reading: Reading): void {
		keepHeld();
		memory = remember(memory, reading);
		early?.push(reading);
		if (reading.type === 'status' || reading.type === 'failed') firstCame();
		held = {reading, after: memory};
	}

	/** Before anything else is taken in: it is kept with the memory right after it. */
	function keepHeld(): void {
		if (held === null) return;
		const {reading, after} = held;
		held = null;
		past.took(reading, after);
		if (early !== null) return;
		saving?.note(memory);
		past.keepIn(saving?.readings() ?? null);
	}

	/**
	 * What was saved is read a little after the first answer: whoever asks for that would wait while SQLite is loaded. It
	 * comes in before what was read meanwhile. It is taken once somebody has answered, or does not: another cluster at the same address has a memory of its
	 * own.
	 */
	async function restore(where: StateOrder): Promise<void> {
		await firstAnswer;
		await sleep(clock, firstLooksMs, ending.signal).catch(() => {});
		if (ending.signal.aborted) return;
		const {openState} = await import('./state/state.ts');
		saving = await openState({...where, masters, clock, instance, yieldTurn, onNote: note => noted('state', note)});
		if (early?.some(({type}) => type === 'status' || type === 'failed')) adopt();
	}

	function adopt(): void {
		if (saving === null || early === null) return;
		keepHeld();
		const readings = early;
		early = null;
		try {
			const before = saving.restore(emptyMemory(masters, everyMs, options.limits));
			if (isAnother(before, readings)) startAnew(saving);
			else {
				const now = readings.reduce(remember, before);
				// What cannot be shown is not taken over.
				topicValue(now, 'overview');
				memory = {...now, stateNote: memory.stateNote};
				isProven = readings.some(({type}) => type === 'status');
			}
		} catch (error) {
			noted('state', `What was saved could not be understood, and is left out: ${thrownText(error)}.`);
		}
		saving.note(memory);
		past.became(memory);
		past.keepIn(saving.readings());
		tell();
	}

	/** What was taken over while nobody answered is left when another cluster does. */
	function prove(reading: Reading): void {
		if (isProven || reading.type !== 'status') return;
		isProven = true;
		if (saving === null || !isAnother(memory, [reading])) return;
		memory = emptyMemory(masters, everyMs, options.limits);
		past.became(memory);
		startAnew(saving);
	}

	/** What was saved is of another cluster. */
	function startAnew(state: State): void {
		past.keepIn(state.readings());
		past.startAnew();
		state.startAnew();
	}

	function noted(what: keyof typeof notes, note: string | null): void {
		if (notes[what] === note) return;
		notes = {...notes, [what]: note};
		const stateNote = [notes.state, notes.past].filter(it => it !== null).join(' ') || null;
		memory = {...memory, stateNote};
		past.became(memory);
		options.onStateNote?.(note ?? wellAgain[what]);
		tell();
	}

	function notSaved(error: unknown): void {
		early = null;
		noted('state', `What is seen is not saved: ${thrownText(error)}.`);
	}

	function tell(): void {
		hub.publish((topic: Topic) => topicValue(memory, topic));
		hub.heartbeat();
	}

	/** What cannot be remembered is trouble like any other: the polls must go on, and the viewers must hear of it. */
	async function takeOrTell(reading: Reading): Promise<void> {
		await yieldTurn();
		prove(reading);
		try {
			hold(reading);
		} catch (error) {
			const message = `the answer could not be understood: ${thrownText(error)}`;
			hold({type: 'failed', ok: false, atMs: now(), message, timedOut: false});
		}
		await yieldTurn();
		tell();
		keepHeld();
		if (saving !== null) adopt();
	}

	function onWait(untilMs: number): void {
		nextTryAtMs = untilMs;
		if (memory.trouble === null) return;
		past.waits(untilMs);
		hub.heartbeat();
	}

	function pace(): number {
		return paceOf(memory);
	}

	function wait(ms: number, signal: AbortSignal): Promise<void> {
		return sleep(clock, ms, signal);
	}

	/** Resolves with the work, or when it is time to go. */
	async function withinGoodbye(work: Promise<unknown>): Promise<void> {
		const over = new AbortController();
		await Promise.race([work, sleep(clock, goodbyeMs, over.signal).catch(() => {})]);
		over.abort();
	}
}

/** Whether the cluster that answers has nothing of what is remembered: no task on its source, no source at its worker. */
function isAnother({sources, tasks}: Memory, readings: readonly Reading[]): boolean {
	const told = readings.flatMap(it => (it.type === 'status' ? it.cluster.sources : []));
	const isKnown = ({source, worker, subtasks}: SourceAnswer) =>
		source !== null &&
		((worker !== null && sources.get(source)?.worker === worker) ||
			subtasks.some(({task}) => tasks.get(task)?.task.subtasks.some(it => it.source === source)));
	return sources.size > 0 && told.some(({source}) => source !== null) && !told.some(isKnown);
}

/**
 * Between two long pieces of work on a huge answer: what has come over the wire meanwhile, such as an operation, need
 * not wait for both. The first turn ends at once, only the second has looked at the sockets.
 */
async function yieldTurn(): Promise<void> {
	await turn();
	await turn();
}
