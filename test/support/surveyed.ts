import {sleep} from '../../src/clock.ts';
import type {StatusReading} from '../../src/dm/ask/client.ts';
import {DmError, type Try} from '../../src/dm/ask/error.ts';
import type {Cluster, SourceAnswer} from '../../src/domain/cluster.ts';
import type {SurveyClient} from '../../src/gateway/ask/survey.ts';
import {createTestClock} from './clock.ts';

/** A cluster of sources that may be many, large or slow, as a survey meets it; change it while it is asked. */
export type Behaviour = {
	shape: Cluster['shape'];
	/** By their names; in 1.0 the addresses of their workers. */
	sources: string[];
	/** How many sources fit into one answer. */
	fits: number;
	/** Sources that are too large alone. */
	oversized: Set<string>;
	/** How long a source takes to answer, in ms; Infinity = it never does. */
	slow: Map<string, number>;
	/** How long all others take. */
	tookMs: number;
	/** Every so many'th question is never answered. */
	hangsEach: number;
	/** Names that DM no longer knows when it is asked for them. */
	unknown: Set<string>;
	/** Whether it lists its sources, as 2.0 does. */
	lists: boolean;
};

const statusPath = '/apis/v1alpha1/status/';

/** A client of such a cluster, and what it was asked, each as its names or `all`. */
export function surveyed(given: Partial<Behaviour> = {}) {
	const clock = createTestClock(0);
	const it: Behaviour = {
		shape: 'sources',
		sources: ['s1', 's2', 's3', 's4'],
		fits: Number.POSITIVE_INFINITY,
		oversized: new Set(),
		slow: new Map(),
		tookMs: 20,
		hangsEach: Number.POSITIVE_INFINITY,
		unknown: new Set(),
		lists: true,
		...given,
	};
	const questions: string[] = [];

	const fail = (failed: Omit<Try, 'master' | 'sent'>) =>
		new DmError('GET', statusPath, [{master: 'm:8261', sent: true, ...failed}]);

	async function readStatus({
		only = null,
		signal = new AbortController().signal,
		onSent,
	}: Parameters<SurveyClient['readStatus']>[0] = {}): Promise<StatusReading> {
		questions.push(only === null ? 'all' : only.names.join(' '));
		onSent?.();
		const asked = only === null ? it.sources : only.names;
		const hangs = questions.length % it.hangsEach === 0;
		const ms = Math.max(it.tookMs, ...asked.map(name => it.slow.get(name) ?? 0));
		try {
			await sleep(clock, hangs ? 1e9 : Math.min(ms, 1e9), signal);
		} catch {
			throw fail({kind: 'canceled', problem: 'canceled', httpStatus: null});
		}
		const strangers = asked.filter(name => it.unknown.has(name));
		if (only !== null && strangers.length > 0) {
			const problem = `refused: sources [${strangers.join(' ')}] haven't been added`;
			throw fail({kind: 'result-false', problem, httpStatus: 200});
		}
		if (asked.length > it.fits || asked.some(name => it.oversized.has(name))) {
			const timesTooLarge = asked.length / it.fits;
			throw fail({kind: 'too-large', problem: 'too large for the master itself', httpStatus: 429, timesTooLarge});
		}
		const cluster: Cluster = {shape: it.shape, sources: asked.map(entry), tellsValidation: false};
		return {cluster, master: 'm:8261', tookMs: ms, bodyBytes: 2, body: Buffer.from('{}')};
	}

	function entry(name: string): SourceAnswer {
		// What DM answers in the place of a worker that it has waited 30 s for.
		const answered = (it.slow.get(name) ?? 0) < 30_000;
		const [source, worker] = it.shape === 'sources' ? [name, `w-${name}`] : [`s-${name}`, name];
		const message = answered ? null : 'DeadlineExceeded';
		return {source, worker, answered, message, unbound: false, errors: [], relay: null, subtasks: []};
	}

	/** As each version answers where it has no such route. */
	const notThere = () => {
		const httpStatus = it.shape === 'workers' ? 404 : 501;
		return Promise.reject(fail({kind: 'http', problem: `HTTP ${httpStatus}`, httpStatus}));
	};
	const client: SurveyClient = {
		readStatus,
		readSources: async () => {
			if (!it.lists) return notThere();
			const value = it.sources.map(source => ({source, worker: null, message: null}));
			return {value, master: 'm:8261', tookMs: 1};
		},
		readMembers: notThere,
	};
	/** What is asked from here on, until the promise is settled. */
	async function during<T>(work: Promise<T>): Promise<T> {
		let settled = false;
		const end = () => {
			settled = true;
		};
		work.then(end, end);
		for (let turn = 0; !settled && turn < 20_000; turn++) {
			for (let tick = 0; tick < 3; tick++) await new Promise(setImmediate);
			if (!settled) clock.pass(20);
		}
		return work;
	}
	return {client, clock, it, questions, during};
}
