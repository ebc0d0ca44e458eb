import type {Clock} from '../../clock.ts';
import {createLink} from '../../wire/link.ts';
import type {Heartbeat} from '../../wire/messages.ts';
import type {LocksValue, Overview, SourcesValue, TaskView, Topic} from '../../wire/topics.ts';
import type {GatewayLine} from '../connecting/gateway-line.ts';

/** What a gateway tells of its cluster, once. */
export type GatewayTold =
	| {
			readonly type: 'told';
			readonly overview: Overview;
			readonly sources: SourcesValue | null;
			readonly locks: LocksValue | null;
			readonly tasks: readonly TaskView[];
			readonly heartbeat: Heartbeat;
			/** What kind of cluster it is, as the gateway says; null = it does not. */
			readonly label: string | null;
			/** What this clock is ahead of the gateway's, in ms. */
			readonly aheadMs: number;
	  }
	| {readonly type: 'failed'; readonly message: string; readonly timedOut: boolean};

/**
 * Asks a gateway once: for the list, or with `whole` for all that there is to know. Never rejects; where the signal aborts,
 * it has failed.
 */
export function askGateway(
	line: GatewayLine,
	{clock, signal, whole}: {readonly clock: Clock; readonly signal: AbortSignal; readonly whole: boolean},
): Promise<GatewayTold> {
	return new Promise(resolve => {
		let beat: {readonly heartbeat: Heartbeat; readonly aheadMs: number} | null = null;
		let label: string | null = null;
		let overview: Overview | null = null;
		let sources: SourcesValue | null = null;
		let locks: LocksValue | null = null;
		const tasks = new Map<string, TaskView | null>();
		const lost = new Set<string>();
		let untried = 1 + (line.others?.length ?? 0);
		let stop = () => {};
		const finish = (told: GatewayTold) => {
			stop();
			link.close();
			signal.removeEventListener('abort', interrupted);
			resolve(told);
		};
		const fail = (message: string, timedOut = false) => finish({type: 'failed', message, timedOut});
		const interrupted = () => fail('interrupted');
		const shown = (atMs: number, nowMs: number) => new Date(clock.wall() + atMs - nowMs).toISOString();
		const link = createLink({
			...line,
			random: Math.random,
			clock,
			onEvent(event) {
				if (event.type === 'link-lost') {
					lost.add(event.message);
					untried -= 1;
					// Of several gateways the next is tried.
					return untried > 0 ? undefined : fail([...lost].join('; '));
				}
				if (event.type === 'link-open') label = event.hello.label ?? null;
				if (event.type === 'heartbeat') {
					const {trouble, lastGoodAtMs, nowMs} = event;
					if (trouble !== null) {
						const since = lastGoodAtMs === null ? 'no answer yet' : `last answer ${shown(lastGoodAtMs, nowMs)}`;
						return fail(`not live, ${since}: ${trouble.message}`);
					}
					beat = {heartbeat: event, aheadMs: clock.wall() - nowMs};
				}
				if (event.type === 'topic') {
					if (event.topic === 'overview') overview = event.value.cluster.master === null ? null : event.value;
					else if (event.topic === 'sources') sources = event.value;
					else if (event.topic === 'locks') locks = event.value;
					else if (event.topic !== 'events') tasks.set(event.value.name, event.value.task);
				}
				next();
			},
		});
		wait();
		if (signal.aborted) return interrupted();
		signal.addEventListener('abort', interrupted);
		link.setTopics(['overview']);

		function next() {
			if (overview === null || beat === null) return;
			if (whole) {
				// What is told before the first answer holds nothing yet: it is read after that.
				if (sources === null || locks === null) return link.setTopics(['overview', 'sources', 'locks']);
				const missing = overview.tasks.map(({name}) => name).filter(name => !tasks.has(name));
				if (missing.length > 0) {
					const topics = missing.slice(0, atOnce).map((name): Topic => `task/${name}`);
					// As long as something comes there is somebody to wait for.
					wait();
					return link.setTopics(['overview', ...topics]);
				}
			}
			const known = [...tasks.values()].filter(view => view !== null);
			finish({type: 'told', overview, sources, locks, tasks: known, label, ...beat});
		}

		function wait() {
			stop();
			const where = line.where ?? line.url;
			stop = clock.after(patienceMs, () => fail(`${where} told no task list in ${patienceMs / 1000} s`, true));
		}
	});
}

/** How long a gateway may take to tell something. */
const patienceMs = 10_000;

/** So many topics are read at a time, of the 64 that a gateway grants. */
const atOnce = 50;
