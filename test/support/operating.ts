import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {systemClock} from '../../src/clock.ts';
import {createDmClient, type DmClientOptions} from '../../src/dm/ask/client.ts';
import {type SeenPart, seenPartOf} from '../../src/domain/operation/operation.ts';
import {createReader} from '../../src/gateway/ask/reader.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import type {OperationReading, Reading} from '../../src/gateway/memory/reading.ts';
import {type AuditEntry, openAuditLog, type Refusal, refusedPath} from '../../src/gateway/operate/audit.ts';
import {createOperator, type OperateAsk} from '../../src/gateway/operate/operator.ts';
import {trustedVisitor} from '../../src/gateway/serve/visitor.ts';
import {type Simulator, type SimulatorOptions, startSimulator} from '../../src/simulator/server.ts';
import type {OperateTarget} from '../../src/wire/messages.ts';
import {changes} from './requests.ts';

export type Desk = Awaited<ReturnType<typeof desk>>;

export const by = {user: 'ops', host: 'bastion2', sshClient: '10.0.0.7 51000 22'};

/** An operator before a simulated dm-master, as a gateway has it: one reading of the cluster, and an audit log. */
export async function desk(
	options: Partial<SimulatorOptions> & {
		readonly timeouts?: DmClientOptions['timeouts'];
		/** Called before each line. */
		readonly onAudit?: (entry: AuditEntry) => void;
		/** Called in place of each time that it would wait before it looks again. */
		readonly onWait?: (simulator: Simulator) => unknown;
	} = {},
) {
	const {timeouts, onAudit, onWait, ...simulated} = options;
	const waited: number[] = [];
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-audit-'));
	const simulator = await startSimulator({
		listen: {host: '127.0.0.1', port: 0},
		scenario: 'healthy',
		now: () => 0,
		wait: async () => {},
		...simulated,
	});
	const clock = {nowMs: Date.UTC(2026, 0, 2, 3, 4, 5)};
	const now = () => clock.nowMs;
	const client = createDmClient({masters: [simulator.url], now, ...(timeouts && {timeouts})});
	const reader = createReader(client, {...systemClock(), now});
	const signal = new AbortController().signal;
	let memory: Memory = emptyMemory([simulator.url], 3000);
	const news: OperationReading[] = [];
	const log = openAuditLog({path: path.join(folder, 'state', 'audit.jsonl')});
	const operator = createOperator({
		client,
		memory: () => memory,
		tell(reading) {
			news.push(reading);
			memory = remember(memory, reading);
		},
		audit: {
			path: log.path,
			write(entry) {
				onAudit?.(entry);
				log.write(entry);
			},
			refuse: log.refuse,
			settle: log.settle,
		},
		clock: {
			now,
			wall: now,
			after(ms, work) {
				waited.push(ms);
				Promise.resolve(onWait?.(simulator)).then(work);
				return () => {};
			},
		},
	});

	async function poll(): Promise<void> {
		const readings: Reading[] = [await reader.status(signal)];
		memory = readings.reduce(remember, memory);
		for await (const config of reader.configs(memory, signal)) memory = remember(memory, config);
	}
	await poll();

	/** All parts of a task, as a viewer sees them now. */
	function seen(task: string): readonly SeenPart[] {
		const known = memory.tasks.get(task)?.task;
		if (known === undefined) throw new Error(`no task ${task}, but ${[...memory.tasks.keys()].join(', ')}`);
		return known.subtasks.map(part => seenPartOf(part, known.version));
	}

	return {
		simulator,
		operator,
		clock,
		news,
		poll,
		seen,
		memory: () => memory,
		target: (task: string, sources: readonly string[] | null = null): OperateTarget => ({
			task,
			sources,
			seen: seen(task),
		}),
		/** Has the operator act on tasks as they are seen now. */
		operate: (operation: OperateAsk['operation'], ...targets: readonly OperateTarget[]) =>
			operator.operate({operation, targets, by}, trustedVisitor('127.0.0.1:51712')),
		/** What reached the master to be done, in order. */
		puts: () =>
			simulator.control
				.requests()
				.filter(changes)
				.map(({url, body}) => `${url.replace('/apis/v1alpha1', '')} ${body}`),
		/** What was sent, as it is written down. */
		audit: (): readonly AuditEntry[] => linesOf(log.path),
		/** What was refused, as it is written down. */
		refusals: (): readonly Refusal[] => linesOf(refusedPath(log.path)),
		/** How long it would have waited each time. */
		waited: (): readonly number[] => waited,
		stage: (task: string) =>
			simulator.control
				.world()
				.tasks.find(({name}) => name === task)
				?.subtasks.map(({stage}) => stage)
				.join(' ') ?? 'gone',
		async close() {
			client.close();
			await simulator.close();
			rmSync(folder, {recursive: true});
		},
	};
}

function linesOf<Line>(file: string): readonly Line[] {
	if (!existsSync(file)) return [];
	return readFileSync(file, 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Line);
}
