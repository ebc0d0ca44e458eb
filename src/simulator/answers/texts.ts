import type {World} from '../world/model.ts';

const deadline = 'rpc error: code = DeadlineExceeded desc = context deadline exceeded';

/** What masters of each version say in `msg`, word for word. */
export const texts = {
	noSubtask: 'no sub task started',

	unknownTask: (dm: World['dm'], task: string) =>
		dm === '1.0' ? unknownTaskBefore2(task) : `task ${task} has no source or not exist`,

	/** The same, as the answer to an operation. */
	unknownTaskToOperate: (dm: World['dm'], task: string) =>
		dm === '1.0'
			? unknownTaskBefore2(task)
			: `task ${task} has no source or not exist, please check the task name and status`,

	unknownWorker: (worker: string) => `${worker} relevant worker-client not found`,
	unknownSources: (sources: readonly string[]) => `sources [${sources.join(' ')}] haven't been added`,
	unknownWorkerToOperate: (worker: string) =>
		`[code=38029:class=dm-master:scope=internal:level=high] ${worker} relevant worker-client not found`,
	unknownSourcesToOperate: (sources: readonly string[]) =>
		`[code=46017:class=dm-master:scope=internal:level=medium], Message: sources [${sources.join(' ')}] need to be operate not exist`,
	invalidOp: (op: string) =>
		`[code=38041:class=dm-master:scope=internal:level=medium], Message: invalid op ${op} on task`,

	/** From 6.0 on, when somebody else operates the same task (from DM's source; not recorded). */
	inUse: (task: string) =>
		`[code=46024:class=scheduler:scope=internal:level=low], Message: when UpdateExpectSubTaskStage, resource ${task} is in use by other client, Workaround: Please try again later`,

	/** A worker that takes a request and does not answer in time. */
	hangingWorker: (dm: World['dm']) =>
		dm === '1.0'
			? `[code=38008:class=dm-master:scope=internal:level=high] grpc request error: ${deadline}`
			: `[code=38008:class=dm-master:scope=internal:level=high], Message: grpc request error, RawCause: ${deadline}`,

	/** A worker that does not answer. In 1.0 with a Go stack, which says from where the master called. */
	deadWorker: (dm: World['dm'], address: string, caller: 'getStatusFromWorkers.func2' | 'OperateTask.func2') => {
		const refused = `dial tcp ${address}: connect: connection refused`;
		if (dm !== '1.0') {
			return `[code=38008:class=dm-master:scope=internal:level=high], Message: grpc request error, RawCause: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing ${refused}"`;
		}
		const line = caller === 'OperateTask.func2' ? 367 : 1135;
		return [
			`[code=38008:class=dm-master:scope=internal:level=high] grpc request error: rpc error: code = Unavailable desc = all SubConns are in TransientFailure, latest connection error: connection error: desc = "transport: Error while dialing ${refused}"`,
			'github.com/pingcap/dm/pkg/terror.(*Error).Delegate',
			'\tgithub.com/pingcap/dm/pkg/terror/terror.go:271',
			'github.com/pingcap/dm/dm/master/workerrpc.callRPC',
			'\tgithub.com/pingcap/dm/dm/master/workerrpc/rawgrpc.go:124',
			'github.com/pingcap/dm/dm/master/workerrpc.(*GRPCClient).SendRequest',
			'\tgithub.com/pingcap/dm/dm/master/workerrpc/rawgrpc.go:64',
			`github.com/pingcap/dm/dm/master.(*Server).${caller}`,
			`\tgithub.com/pingcap/dm/dm/master/server.go:${line}`,
			'github.com/pingcap/dm/dm/master.(*AgentPool).Emit',
			'\tgithub.com/pingcap/dm/dm/master/agent_pool.go:117',
			'runtime.goexit',
			'\truntime/asm_amd64.s:1771',
		].join('\n');
	},

	/** From 6.5 on, asked for everything: the source has no worker, so its task is not found. */
	unboundWithTask: (task: string, source: string) =>
		`can't find task=${task} from dm-worker for source=${source}, please use dmctl list-member to check if worker is offline.`,
	/** From 2.0 on, asked by the task's name. */
	unbound: (dm: World['dm'], source: string) =>
		`[code=38029:class=dm-master:scope=internal:level=high], Message: ${source} relevant worker-client not found${
			dm === '2.0' ? '' : ', Workaround: Please use list-member command to see if the some workers are offline.'
		}`,

	/** 2.0 without relay, whose upstream is away: the entry's `result` is true all the same. */
	upstreamAway: (address: string) =>
		`error when get master status: [code=10001:class=database:scope=not-set:level=high], Message: database driver error, RawCause: dial tcp ${address}: connect: connection refused, Workaround: Please check the database connection and the database config in configuration file.`,
} as const;

function unknownTaskBefore2(task: string): string {
	return `task ${task} has no workers or not exist, can try \`refresh-worker-tasks\` cmd first`;
}
