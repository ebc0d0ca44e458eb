import {setTimeout as sleep} from 'node:timers/promises';
import {callMaster} from './grpc/master.ts';
import type {GrpcReply} from './grpc/serve.ts';
import {type Listen, listenTo, type Reply, type Wait} from './listener.ts';
import type {Trouble} from './operate/trouble.ts';
import {type HttpRequest, route} from './routes.ts';
import type {ScenarioName} from './scenarios.ts';
import type {DmVersion, Happening, World} from './world/model.ts';
import {befall, createWorld, step} from './world/world.ts';

export type SimulatorOptions = {
	/** Port 0 takes a free one. */
	readonly listen: Listen;
	/** `showcase` by default. */
	readonly scenario?: ScenarioName;
	/** A world of one's own, instead of a scenario's. */
	readonly world?: World;
	readonly seed?: number;
	/** `6.5` by default. */
	readonly dm?: DmVersion;
	/** A clock in milliseconds; the world's time passes with it. */
	readonly now: () => number;
	/** How it fails at operations; not at all by default. */
	readonly troubles?: readonly Trouble[];
	/** False: it speaks HTTP/1 only, as behind a proxy that passes nothing else. */
	readonly grpc?: boolean;
	/** How the server waits where a real master takes its time; by default it does. */
	readonly wait?: Wait;
};

export type Simulator = {
	/** `http://127.0.0.1:8261`. */
	readonly url: string;
	readonly control: Control;
	readonly close: () => Promise<void>;
};

/** The strings that a test pulls. */
export type Control = {
	/** Lets that much time pass at once. */
	readonly advance: (ms: number) => void;
	/** Lets something befall the cluster: a worker dies, a relay is paused. */
	readonly happen: (...happenings: readonly Happening[]) => void;
	/** Replaces the world by another. */
	readonly change: (change: (world: World) => World) => void;
	/** Replaces the ways in which it fails at operations. */
	readonly trouble: (...troubles: readonly Trouble[]) => void;
	/** The world as it is now. */
	readonly world: () => World;
	/** Answers in place of the master, where it returns something; null takes it off. */
	readonly intercept: (reply: ((request: HttpRequest) => Reply | null) | null) => void;
	/** Answers in place of the master's gRPC, where it returns something; null takes it off. */
	readonly interceptCall: (reply: ((path: string, message: Buffer) => GrpcReply | null) | null) => void;
	/** The paths of the calls seen so far, the newest last (at most 1,000). */
	readonly calls: () => readonly string[];
	/** The requests seen so far, the newest last (at most 1,000). */
	readonly requests: () => readonly HttpRequest[];
	/** The master goes away, and comes back on the same port. */
	readonly down: () => Promise<void>;
	readonly up: () => Promise<void>;
};

/** Starts a simulated dm-master: a scenario behind DM's HTTP routes. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
	const {listen, scenario = 'showcase', seed = 1, dm = '6.5', now, wait = waitFor} = options;
	let world = options.world ?? createWorld(scenario, {seed, dm});
	let livedMs = now();
	let troubles = options.troubles ?? [];
	let intercept: ((request: HttpRequest) => Reply | null) | null = null;
	const requests: HttpRequest[] = [];

	const live = (extraMs = 0) => {
		const nowMs = now();
		const elapsedMs = Math.min(longestAbsenceMs, Math.max(0, nowMs - livedMs));
		livedMs = nowMs;
		world = step(world, elapsedMs + extraMs);
	};
	const reply = (request: HttpRequest): Reply => {
		if (requests.push(request) > mostRequests) requests.shift();
		const intercepted = intercept?.(request) ?? null;
		if (intercepted !== null) return intercepted;
		live();
		const routed = route(world, request, troubles);
		world = routed.world;
		return routed.isCut ? {...routed.answer, isCut: true} : routed.answer;
	};

	let interceptCall: ((path: string, message: Buffer) => GrpcReply | null) | null = null;
	const calls: string[] = [];
	const onCall = (path: string, message: Buffer): GrpcReply => {
		if (calls.push(path) > mostRequests) calls.shift();
		const intercepted = interceptCall?.(path, message) ?? null;
		if (intercepted !== null) return intercepted;
		live();
		const called = callMaster(world, path, message);
		world = called.world;
		return called.reply;
	};
	const listener = await listenTo(listen, reply, wait, options.grpc === false ? undefined : onCall);
	return {
		url: listener.url,
		close: listener.down,
		control: {
			advance: ms => live(ms),
			happen: (...happenings) => {
				live();
				world = befall(world, ...happenings);
			},
			change: change => {
				live();
				world = change(world);
			},
			trouble: (...next) => {
				troubles = next;
			},
			world: () => {
				live();
				return world;
			},
			intercept: next => {
				intercept = next;
			},
			interceptCall: next => {
				interceptCall = next;
			},
			calls: () => [...calls],
			requests: () => [...requests],
			down: listener.down,
			up: listener.up,
		},
	};
}

/** A machine that slept for a night does not make up for the whole of it. */
const longestAbsenceMs = 600_000;
const mostRequests = 1000;

function waitFor(ms: number, signal: AbortSignal): Promise<unknown> {
	return sleep(ms, undefined, {signal});
}
