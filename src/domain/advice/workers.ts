import {quoted} from '../operation/words.ts';
import {
	at,
	listMasters,
	listWorkers,
	querySource,
	queryTask,
	showSources,
	sourceConfig,
	startTask,
	stopRelay,
	transferSource,
} from './dmctl-lines.ts';
import type {Entry, Facts, Line, Said} from './entry.ts';
import {nothing, step, stepThen} from './entry.ts';
import {addressIn} from './facts.ts';
import {pages} from './pages.ts';

/** Sources, the workers that serve them, and the masters. */
export const workers: readonly Entry[] = [
	{
		id: 'no-answer',
		kinds: ['silent', 'worker-silent'],
		codes: [38008],
		messages: ['grpc request error'],
		means: it =>
			it.worker === 'WORKER'
				? 'A worker does not answer its master: nobody knows what its tasks do.'
				: `${it.worker} does not answer its master: nobody knows what its tasks do.`,
		say: silentSaid,
		page: pages.architecture,
	},
	{
		id: 'worker-not-known',
		codes: [38029],
		when: it => it.version.newest < 200,
		means: 'The master of DM 1.0 knows no worker at that address.',
		say: () => ({now: step('take the address of the worker from the configuration of dm-master')}),
		page: null,
		versions: '1.0',
	},
	{
		id: 'not-bound',
		kinds: ['unbound'],
		codes: [38029],
		messages: ['relevant worker-client not found', 'source not bound', 'have not bound'],
		means: it => `No worker serves ${it.source === 'SOURCE' ? 'the source' : it.source}: none of its tasks runs.`,
		say: it => ({
			now:
				it.free?.[0] === undefined
					? step('start a worker: DM gives it the source by itself', listWorkers(it))
					: step(`wait a minute for ${listed(it.free)}; else give it the source`, transferSource(it, it.free[0])),
			steps: [
				step('see which workers there are, and which are free', listWorkers(it), '4'),
				step('start the one that is offline, or one more; DM binds the source by itself'),
				step('see that the source has a worker', showSources(it)),
			],
			note: 'A task in its dump or load cannot go on at another worker: its files are on the old one.',
		}),
		page: pages.architecture,
		versions: '2.0 and later',
	},
	{
		id: 'absent',
		kinds: ['absent', 'nowhere'],
		means: "The master's answer does not hold the source at all: it has no worker, or was taken out of the cluster.",
		say: it => ({
			now: step('see whether the cluster still has the source', showSources(it)),
			steps: [
				step('see whether the cluster still has the source', showSources(it)),
				step('see whether a worker is free for it', listWorkers(it), '4'),
			],
		}),
		page: pages.sources,
	},
	{
		id: 'other-source',
		codes: [40071, 40072],
		messages: ['has already started with source'],
		means: it =>
			`${it.worker === 'WORKER' ? 'The worker' : it.worker} still serves another source, and cannot take this one.`,
		say: it => ({
			now: step(`restart ${it.worker === 'WORKER' ? 'the worker' : it.worker}`, restart(it)),
			steps: [
				step('see what each worker serves', listWorkers(it), '4'),
				step('does it hold the relay of the other source, stop that relay', stopRelay(at(it, 'OTHER'))),
				step(`restart ${it.worker === 'WORKER' ? 'the worker' : it.worker}`, restart(it)),
				step('see that the source answers', querySource(it)),
			],
		}),
		page: pages.sources,
		versions: '2.0 and later',
	},
	{
		id: 'serves-nothing',
		codes: [40070],
		messages: ['no mysql source is being handled'],
		means: 'The worker serves no source.',
		say: it => ({
			now: step('see which worker serves the source', listWorkers(it), '4'),
			steps: [
				step('see which worker serves the source', listWorkers(it), '4'),
				step('wait a minute: DM binds it by itself'),
			],
		}),
		page: pages.sources,
		versions: '2.0 and later',
	},
	{
		id: 'source-error',
		kinds: ['source'],
		means: 'The source itself reports an error, and DM does not retry that.',
		say: it => ({
			now: step('read its error; then restart the worker', restart(it), 'e'),
			steps: [
				step('read the error', [], 'e'),
				step('see what each worker serves', listWorkers(it), '4'),
				step('restart the worker', restart(it)),
			],
		}),
		page: pages.sources,
	},
	{
		id: 'upstream-silent',
		kinds: ['upstream'],
		means: 'The upstream does not tell its position: it is down or unreachable, and lag and gap are unknown.',
		say: it => ({
			now: step(`see whether ${addressIn(it.text) ?? `the upstream of ${it.source}`} is up and reachable`),
			steps: [
				step('see whether the upstream is up'),
				step(`see whether ${it.worker === 'WORKER' ? 'the worker' : it.worker} reaches it: network, firewall, user`),
				step('see what DM says once it is back', querySource(it)),
			],
			note: 'DM goes on by itself once it is back. After an upstream restart a reader of a relay was seen to stand still: see that it moves.',
		}),
		page: pages.errors,
	},
	{
		id: 'not-listed',
		kinds: ['unlisted'],
		means: 'No source lists the task any more, though DM still knows it or does not say: it may well be running.',
		say: it => ({
			now: step('ask DM for the task by its name', queryTask(it)),
			steps: [
				step('ask DM for the task by its name', queryTask(it)),
				step('see whether every worker answers', listWorkers(it), '4'),
			],
		}),
		page: pages.status,
	},
	{
		id: 'part-missing',
		kinds: ['missing'],
		means: 'The source answers well and does not list this part of the task.',
		say: it => ({
			now: step('wait a minute; then start the part again', startPart(it)),
			steps: [
				step('wait a minute: after a worker has moved, it takes its tasks up by itself'),
				step('is it still missing, it was stopped or never started there: start it', startPart(it)),
			],
		}),
		page: pages.status,
	},
	{
		id: 'worker-free',
		kinds: ['worker-free'],
		means: 'The worker serves no source and can take one over.',
		say: () => ({now: nothing('it takes over when another worker is gone')}),
		page: pages.architecture,
	},
	{
		id: 'worker-bound',
		kinds: ['worker-bound'],
		means: 'The worker serves its source and answers.',
		say: () => ({now: nothing('')}),
		page: pages.architecture,
	},
	{
		id: 'no-master',
		kinds: ['master'],
		codes: [38043, 48001],
		texts: ['no dm-master', 'can not create grpc connection', 'master is not leader'],
		means: 'No dm-master answers, or none of them leads: nobody can be asked, while the workers go on.',
		say: it => ({
			now: step('see whether the masters run: more than half of them must'),
			steps: [
				step('see which masters are alive', listMasters(it)),
				step('start the ones that are down; more than half of all must run'),
				step('where dmctl alone cannot connect: try it without a proxy', [
					{type: 'shell', text: 'https_proxy= dmctl --master-addr HOST:8261 list-member', versions: null},
				]),
			],
			note: 'Tasks go on without a master; only nobody can be asked and nothing moves from worker to worker.',
		}),
		page: pages.alerts,
	},
	{
		id: 'master-not-joining',
		codes: [38038],
		messages: ['fail to start embed etcd', 'fail to join embed etcd'],
		means: 'A dm-master cannot join its cluster after a restart.',
		say: () => ({
			now: step('start it in the folder of before, or with an absolute `data-dir`'),
			steps: [
				step('see that the other masters of `initial-cluster` run'),
				step('start it with an absolute `data-dir`, or in the folder that it was started in before'),
			],
		}),
		page: pages.faq,
		versions: '2.0 and later',
	},
	{
		id: 'worker-unknown',
		codes: [46004, 46008, 46012, 46017, 46034],
		messages: ['need to be operate not exist'],
		means: 'There is no worker or source of that name in the cluster.',
		say: it => ({
			now: step('take the name from the list', showSources(it)),
			steps: [step('see the sources', showSources(it)), step('see the workers', listWorkers(it), '4')],
		}),
		page: pages.sources,
	},
	{
		id: 'transfer-refused',
		codes: [46006, 46033],
		messages: ['invalid stage transformation for dm-worker'],
		means: 'The worker is not free, so the source cannot be moved to it.',
		say: it => ({
			now: step('take a free worker', listWorkers(it), '4'),
			steps: [
				step('see which workers are free', listWorkers(it), '4'),
				step('move the source to one of them', transferSource(it, 'FREE-WORKER')),
			],
		}),
		page: pages.sources,
		versions: '2.0 and later',
	},
	{
		id: 'transfer-not-in-sync',
		codes: [46019],
		means: 'A source can be moved only while all of its tasks are in Sync.',
		say: it => ({
			now: step('wait until its tasks are in Sync, or pause them', [
				{type: 'dmctl', text: `pause-task -s ${quoted(it.source)} TASK`, versions: null},
			]),
		}),
		page: pages.sources,
		versions: '2.0 and later',
	},
	{
		id: 'source-exists',
		codes: [46007],
		means: 'The cluster has a source of that name already.',
		say: it => ({now: nothing('it is there'), steps: [step('see it', showSources(it))]}),
		page: pages.sources,
	},
	{
		id: 'source-in-use',
		codes: [46010, 46023, 46025],
		means: 'A source with tasks or with a relay cannot be stopped or changed.',
		say: it => ({
			now: step('stop its tasks and its relay first', querySource(it)),
			steps: [
				step('see its tasks', querySource(it), '2'),
				step('stop each of them', [{type: 'dmctl', text: 'stop-task TASK', versions: null}], 'X'),
				step('stop its relay', stopRelay(it)),
			],
		}),
		page: pages.sources,
		versions: '2.0 and later',
	},
	{
		id: 'checker-off',
		kinds: ['checker-off', 'not-retried'],
		means: "Nobody retries: DM's task checker is off for the source, or does not try.",
		say: it => ({
			now: stepThen('mend the cause; nobody tries again by itself', 'r'),
			steps: [
				step('see what the source is configured with', sourceConfig(it)),
				step('mend what the error says, and resume it', [], 'r'),
				step('for the next time: `check-enable: true` under `checker` in the configuration of the source'),
			],
		}),
		page: pages.sourceFile,
	},
];

/** The first two of several names. */
function listed(names: readonly string[]): string {
	const [first = '', second] = names;
	if (second === undefined) return first;
	return names.length === 2 ? `${first} or ${second}` : `${first}, ${second} or ${names.length - 2} more`;
}

/** As TiUP installs a worker: one service for each port. */
function service(it: Facts, does: 'status' | 'restart'): readonly Line[] {
	const found = /^\[?([\w.:-]+?)\]?:(\d+)$/.exec(it.address ?? '');
	const [, host, port] = found ?? [];
	if (host === undefined || port === undefined) return [];
	return [{type: 'shell', text: `ssh ${host} systemctl ${does} dm-worker-${port}`, versions: null}];
}

function restart(it: Facts): readonly Line[] {
	return service(it, 'restart');
}

function startPart(it: Facts): readonly Line[] {
	return startTask(it.version.newest < 200 ? '' : ` -s ${quoted(it.source)}`);
}

function silentSaid(it: Facts): Said {
	const who = it.worker === 'WORKER' ? 'the worker' : it.worker;
	const isOld = it.version.newest < 200;
	const start = step(`start ${who}, or see what is between it and the master`, service(it, 'restart'));
	const look = step('see which workers there are', listWorkers(it), '4');
	const waits = `wait about a minute: ${moves(it.free)}`;
	const staysAway = isOld || it.free?.length === 0;
	return {
		now: staysAway
			? step(`see whether ${who} is alive, and start it: no other takes over`, service(it, 'status'))
			: step(waits, listWorkers(it)),
		steps: [
			...(staysAway ? [] : [step(waits)]),
			step(`${staysAway ? '' : 'if it has not, '}see whether ${who} is alive`, service(it, 'status')),
			start,
			...(isOld ? [] : [look]),
		],
		note: isOld
			? 'No pause or resume meanwhile: nobody would receive it. DM 1.0 moves nothing to another worker.'
			: 'No pause or resume meanwhile: nobody would receive it. A worker with a relay is given up only after 30 minutes, and a dump or load cannot go on elsewhere.',
	};
}

/** Where the source goes, as far as it is known who is free. */
function moves(free: readonly string[] | null): string {
	return free === null ? 'DM moves its source, where a worker is free' : `its source goes to ${listed(free)}`;
}
