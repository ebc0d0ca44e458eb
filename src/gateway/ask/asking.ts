import type {Clock} from '../../clock.ts';
import {parseAddress} from '../../dm/ask/address.ts';
import {createDmClient, type DmClient, type DmClientOptions, type StatusQuestion} from '../../dm/ask/client.ts';
import type {Memory} from '../memory/memory.ts';
import {createBudget} from './budget.ts';
import {joinNeighbours} from './neighbours.ts';
import {createReader, type Reader} from './reader.ts';

export type AskingOptions = Pick<DmClientOptions, 'masters' | 'tls' | 'timeouts' | 'yieldTurn' | 'onAnswer'> & {
	readonly clock: Clock;
	/** Workers of a 1.0 cluster by their addresses, for where it names none itself. */
	readonly workers?: readonly string[];
	/** A number from 0 up to 1. */
	readonly random: () => number;
	/** What is known now: what a question costs. */
	readonly memory: () => Memory;
	/** Where gateways of this host find each other, to share what the cluster may be asked; null = nobody is looked for. */
	readonly runtimeFolder: string | null;
	/** Told when the status has been waited for so long that it is worth saying. */
	readonly onLong?: () => void;
};

/** The header tells of a poll that is under way for 3 s; by then the viewers have to know of it. */
const longMs = 2_500;

/** All that asks one cluster: its questions for states pass one budget, whoever wants the answer. */
export type AskingCluster = {
	readonly client: DmClient;
	readonly reader: Reader;
	/** Since when the status is being waited for; null between two polls, and while the budget does not allow to ask. */
	readonly underWay: () => {readonly sinceMs: number} | null;
	readonly close: () => void;
};

/** Throws a SetupError where a master's address cannot be read. */
export function createAsking(options: AskingOptions): AskingCluster {
	const {
		masters,
		tls = null,
		timeouts,
		yieldTurn,
		onAnswer,
		clock,
		random,
		memory,
		runtimeFolder,
		onLong,
		workers,
	} = options;
	let isAsked = false;
	let sinceMs: number | null = null;
	let stop = () => {};
	const client = createDmClient({
		masters,
		tls,
		now: clock.now,
		...(timeouts && {timeouts}),
		...(yieldTurn && {yieldTurn}),
		...(onAnswer && {onAnswer}),
		async admit(question, signal, again) {
			// Who waits for a master that says nothing need not wait for the budget too.
			const urgent = again || (question.type === 'task' && question.urgent);
			await budget.admit(costOf(question, memory()), {signal, urgent});
			if (question.type !== 'task') begin();
		},
	});
	const shown = masters.map(master => parseAddress(master, tls !== null).shown);
	const neighbours = joinNeighbours({folder: runtimeFolder, masters: shown, clock, random});
	const budget = createBudget(clock, () => 1 / neighbours.living());
	const reader = createReader(client, clock, workers);
	return {
		client,
		underWay: () => (sinceMs === null ? null : {sinceMs}),
		reader: {...reader, status},
		close() {
			neighbours.leave();
			reader.close();
			client.close();
		},
	};

	async function status(signal: AbortSignal): ReturnType<Reader['status']> {
		const isFirst = memory().lastGood === null;
		isAsked = true;
		try {
			const reading = await reader.status(signal);
			if (reading.type === 'failed') return reading;
			// What the first question costs is known when it is answered.
			if (isFirst) budget.spend(reading.cluster.sources.length - 1);
			return {...reading, gateways: neighbours.living()};
		} finally {
			isAsked = false;
			sinceMs = null;
			stop();
		}
	}

	/** From when the first question is sent. */
	function begin(): void {
		if (!isAsked || sinceMs !== null) return;
		sinceMs = clock.now();
		if (onLong !== undefined) stop = clock.after(longMs, onLong);
	}
}

/** In tokens: one for each source that has to be asked. */
function costOf(question: StatusQuestion, {sources, namelessWorkers, tasks}: Memory): number {
	switch (question.type) {
		case 'all':
			return Math.max(1, sources.size + namelessWorkers.length);
		case 'some':
			return question.names.length;
		case 'task':
			return Math.max(1, tasks.get(question.task)?.task.subtasks.length ?? sources.size);
	}
}
