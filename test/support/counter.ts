import {createDmClient, type DmClient} from '../../src/dm/ask/client.ts';
import {type SeenPart, seenPartOf} from '../../src/domain/operation/operation.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import type {OperationReading, Reading} from '../../src/gateway/memory/reading.ts';
import type {AuditEntry, AuditLog} from '../../src/gateway/operate/audit.ts';
import {createOperator, type Operator} from '../../src/gateway/operate/operator.ts';
import {type Simulator, startSimulator} from '../../src/simulator/server.ts';
import type {DmVersion, World} from '../../src/simulator/world/model.ts';

/** An audit log that keeps its lines. */
export function keptAudit(): AuditLog & {readonly entries: AuditEntry[]} {
	const entries: AuditEntry[] = [];
	return {
		path: '/dev/null',
		entries,
		write: entry => void entries.push(entry),
		refuse: ({more: _, ...refusal}) => void entries.push({...refusal, seen: [], request: null, answer: null}),
		settle() {},
	};
}

/** A person at a terminal. */
export const somebody = {user: 'ops', host: 'bastion2', sshClient: '10.0.0.7 51234 22'} as const;

/** What a viewer shows of the parts of a task. */
export function seenIn(memory: Memory, task: string): readonly SeenPart[] {
	const known = memory.tasks.get(task)?.task.subtasks ?? [];
	return known.map(it => seenPartOf(it, memory.version));
}

/** An operator whose news are folded into the memory that it reads. */
export type Counter = {
	readonly operator: Operator;
	readonly audit: {readonly entries: readonly AuditEntry[]};
	readonly news: readonly OperationReading[];
	memory(): Memory;
	take(reading: Reading): void;
};

/** An operator over any client. */
export function counterOf(
	client: Pick<DmClient, 'readTask' | 'operate'>,
	{
		masters = ['10.0.3.1:8261'],
		now = Date.now,
	}: {readonly masters?: readonly string[]; readonly now?: () => number} = {},
): Counter {
	const news: OperationReading[] = [];
	const audit = keptAudit();
	let memory = emptyMemory(masters, 1000);
	const take = (reading: Reading) => {
		memory = remember(memory, reading);
	};
	const operator = createOperator({
		client,
		memory: () => memory,
		tell: reading => {
			news.push(reading);
			take(reading);
		},
		audit,
		clock: {now, wall: now, after: atOnce},
	});
	return {operator, audit, news, memory: () => memory, take};
}

/** An operator before a simulated master that answers without delay. */
export type SimulatedCounter = Counter & {
	readonly simulator: Simulator;
	/** What the master would have waited, in ms. */
	readonly waited: number[];
	/** Reads the status once, as a poll does. */
	poll(): Promise<void>;
	close(): Promise<void>;
};

/** An operator before a simulated master in that world; `told` is what the master says of its version. */
export async function simulatedCounter(dm: DmVersion, world: World, told: string | null): Promise<SimulatedCounter> {
	const waited: number[] = [];
	const simulator = await startSimulator({
		listen: {host: '127.0.0.1', port: 0},
		dm,
		world,
		now: () => 0,
		wait: ms => Promise.resolve(waited.push(ms)),
	});
	const client = createDmClient({masters: [simulator.url], now: Date.now});
	const counter = counterOf(client);
	return {
		...counter,
		simulator,
		waited,
		async poll() {
			const {cluster, tookMs, master} = await client.readStatus();
			counter.take({type: 'status', ok: true, atMs: Date.now(), tookMs, master, version: told, cluster});
		},
		async close() {
			client.close();
			await simulator.close();
		},
	};
}

/** A clock's timer for which nobody has to wait. */
export function atOnce(_: number, work: () => void): () => void {
	queueMicrotask(work);
	return () => {};
}
