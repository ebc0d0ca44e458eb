import {quoted} from '../operation/words.ts';
import {
	forms,
	querySource,
	resumeRelay,
	resumeTask,
	sourceConfig,
	startRelay,
	stopRelay,
	stopTask,
} from './dmctl-lines.ts';
import type {Entry, Facts, Line} from './entry.ts';
import {nothing, step} from './entry.ts';
import {goesOn, resetSteps} from './errors.ts';
import {isOfRelay} from './facts.ts';
import {pages} from './pages.ts';

/** Relays, and what is read from a binlog through one or without. */
export const relays: readonly Entry[] = [
	{
		id: 'binlog-purged',
		sql: [1236],
		texts: [
			'could not find first log file name',
			'has purged binary logs',
			'could not find next log',
			'purged required binary logs',
		],
		when: it => /purged|could not find/i.test(it.text),
		means: 'The upstream has deleted the binlog that DM still needs.',
		say: it => ({
			now: step('see whether the relay has the file; if not, begin the task anew', binaryLogs),
			steps: [
				step('see which binlog files the upstream still has', binaryLogs),
				step("see whether the source's relay has the missing one", querySource(it), 'b'),
				...resetSteps(it),
				step('before the next load: have the upstream keep its binlog longer, or switch the relay on', startRelay(it)),
			],
			note: 'What was written in the deleted files is not in the target; only a new load brings it.',
		}),
		page: pages.faq,
	},
	{
		id: 'binlog-over-4g',
		sql: [1236],
		texts: [
			'diff from passed-in event',
			'binlog checksum mismatch',
			'get binlog error error 1236',
			'data may be corrupted',
			'get event err eof',
		],
		means: 'The binlog cannot be read at this place; a file of over 4 GB does that, because its positions wrap.',
		say: it => ({
			now: step('see whether the binlog file is larger than 4 GB in the upstream', binaryLogs),
			steps: [
				step('see how large the file of the error is', binaryLogs),
				...(isOfRelay(it) ? relayOver4g(it) : syncOver4g(it)),
			],
		}),
		page: pages.errors,
	},
	{
		id: 'relay-other-server',
		codes: [30044],
		messages: ['receive fake rotate event with different server_id'],
		means: 'The relay meets the events of another server: the upstream has changed.',
		say: it => ({
			now: step('if the upstream was switched on purpose, resume the relay', resumeRelay(it)),
			steps: [
				step('see whether the upstream was switched on purpose'),
				step('resume the relay', resumeRelay(it)),
				step('see that it reads', querySource(it), 'b'),
			],
		}),
		page: pages.switch,
	},
	{
		id: 'relay-meta-unwritten',
		codes: [30006],
		messages: ['flush local meta'],
		texts: ['no such file or directory'],
		means: 'DM 2.0.2 to 2.0.6 cannot go on with a relay that was started before an upgrade or stopped meanwhile.',
		say: it => ({
			now: step('stop the relay and start it again', stopRelay(it)),
			steps: [
				step('stop the relay', stopRelay(it)),
				step('start it again', startRelay(it)),
				step('upgrade to 2.0.7 or later'),
			],
		}),
		page: pages.faq,
		versions: '2.0.2 to 2.0.6',
	},
	{
		id: 'relay-configured-wrong',
		codes: [30004, 30008],
		means: "The source's configuration names a relay file or a folder that does not do.",
		say: it => ({
			now: step('mend `relay-binlog-name` or `relay-dir` in the configuration', sourceConfig(it)),
			steps: [
				step('see what the source is configured with', sourceConfig(it)),
				step('mend `relay-binlog-name` or `relay-dir`'),
				step('resume the relay', resumeRelay(it)),
			],
		}),
		page: pages.sourceFile,
	},
	{
		id: 'relay-log-shrank',
		codes: [11034],
		messages: ['become smaller'],
		means: 'A file of the relay became smaller than it was: DM cannot go on from there.',
		say: it => ({
			now: step('have the relay fetch the file again', resumeRelay(it)),
			steps: [
				step('in `relay.meta` set `binlog-name` to the file of the error and `binlog-pos` to 4'),
				step('delete that file in the relay folder'),
				step('resume the relay', resumeRelay(it)),
			],
		}),
		page: pages.relay,
	},
	{
		id: 'relay-unreadable',
		codes: [11038, 28005],
		means: 'DM cannot read a file of its relay.',
		say: it => ({
			now: step("see what the source's relay says", querySource(it), 'b'),
			steps: [step('see what the relay says', querySource(it), 'b'), ...goesOn(it)],
		}),
		page: pages.relay,
	},
	{
		id: 'relay-purge-refused',
		codes: [30037],
		messages: ['relay log purge is forbidden'],
		means: 'DM does not purge a relay while a task of the source is not running.',
		say: it => ({
			now: step('resume the paused task of the source first', resumeTask(it)),
			steps: [step('see which task is paused', querySource(it)), step('resume it, then purge again', resumeTask(it))],
		}),
		page: pages.relay,
	},
	{
		id: 'relay-purge-wrong',
		codes: [30039],
		means: 'A purge of the relay needs to be told what to purge.',
		say: it => ({
			now: step('name the first file to keep', purgeRelay(it)),
		}),
		page: pages.relay,
	},
	{
		id: 'relay-with-worker',
		codes: [46028, 46029, 46030, 46031],
		means: 'The relay was started for the source, or for named workers; the other way of naming it is refused.',
		say: it => ({
			now: step('stop the relay the way it was started', stopRelay(it)),
			steps: [step('stop it the way it was started', stopRelay(it)), step('start it again', startRelay(it))],
		}),
		page: pages.relay,
		versions: '5.4 and later',
	},
	{
		id: 'relay-stage',
		codes: [40039],
		means: 'The relay is in that stage already.',
		say: it => ({now: nothing('see the stage'), steps: [step('see its stage', querySource(it), 'b')]}),
		page: pages.relay,
	},
	{
		id: 'relay-off',
		codes: [38032],
		texts: ['relay is disabled for this source', 'relay is not enabled'],
		means: 'The source has no relay: its tasks read the upstream directly.',
		say: it => ({
			now: nothing('it needs no relay'),
			steps: [step('switch one on, where it is wanted', startRelay(it))],
		}),
		page: pages.relay,
		versions: '2.0 and later',
	},
	{
		id: 'relay-paused',
		kinds: ['relay-halted'],
		means: 'The relay was paused by a person or stopped: nothing new reaches the tasks that read from it.',
		say: it => ({
			now: step('resume the relay', resumeRelay(it)),
			steps: [
				step('resume the relay', resumeRelay(it)),
				step('is it stopped, start it again', startRelay(it)),
				step('see that it reads', querySource(it), 'b'),
			],
			note: 'The upstream must keep the binlog that the relay has not read yet.',
		}),
		page: pages.relay,
	},
	{
		id: 'relay-failed',
		kinds: ['relay'],
		means: 'The relay failed, and DM does not resume it by itself.',
		say: it => ({
			now: step('mend what its error says, then resume the relay', resumeRelay(it)),
			steps: [
				step('read the error of the relay', querySource(it), 'e'),
				step('mend it'),
				step('resume the relay', resumeRelay(it)),
			],
			note: 'Nothing is lost as long as the upstream keeps the binlog file that the relay is at.',
		}),
		page: pages.alerts,
	},
	{
		id: 'relay-retried',
		kinds: ['retry-relay'],
		means: 'The relay failed, and DM resumes it by itself.',
		say: it => ({
			now: nothing('DM tries again by itself; look at the upstream if it lasts'),
			steps: [step('see whether the upstream is up and reachable'), step('resume the relay', resumeRelay(it))],
			note: 'Nothing is lost as long as the upstream keeps the binlog file that the relay is at.',
		}),
		page: pages.alerts,
	},
	{
		id: 'relay-behind',
		kinds: ['relay-behind'],
		means: 'The relay reads more slowly than the upstream writes.',
		say: it => ({
			now:
				it.falls === true
					? nothing(', while it falls')
					: step("look at the network to the upstream and at the worker's disk", querySource(it), 'b'),
			steps: [
				step('see whether the upstream writes more than usual'),
				step('see the network between worker and upstream'),
				step("see whether the worker's disk is slow or nearly full"),
			],
		}),
		page: pages.slow,
	},
	{
		id: 'relay-disk',
		kinds: ['relay-disk'],
		means: 'The disk of the worker that holds the relay is nearly full.',
		say: it => ({
			now: step("make room on the worker's disk, or purge relay files", querySource(it), 'b'),
			steps: [
				step("see what else fills the worker's disk"),
				step('see which relay files every task of the source has read', querySource(it), 'b'),
				step('purge those before it', purgeRelay(it)),
				step('or let DM do it: purge in the configuration of the source'),
			],
			note: 'What a purge removes is gone: never a file that a task still has to read.',
		}),
		page: pages.relay,
	},
	{
		id: 'relay-well',
		kinds: ['relay-ok'],
		means: 'The relay runs.',
		say: () => ({now: nothing('')}),
		page: pages.relay,
	},
];

const binaryLogs: readonly Line[] = [{type: 'sql', text: 'SHOW BINARY LOGS;', versions: null}];

function relayOver4g(it: Facts) {
	return [
		step(`stop the process of ${it.worker === 'WORKER' ? 'the worker' : it.worker}`),
		step('copy the binlog file from the upstream into the relay folder'),
		step('in `relay.meta` set `binlog-name` to the next file and `binlog-pos` to 4 (with GTID: its set too)'),
		step('start the worker again'),
		step('see that the relay reads', querySource(it), 'b'),
	];
}

function syncOver4g(it: Facts) {
	return [
		step('stop the task', stopTask(it), 'X'),
		step("in the target's checkpoint set `binlog_name` to the file of the error and `binlog_pos` to 4", [
			{
				type: 'sql' as const,
				text: `UPDATE dm_meta.\`${it.task.replaceAll('`', '``')}_syncer_checkpoint\` SET binlog_name = 'FILE', binlog_pos = 4 WHERE id = '${it.source.replaceAll("'", "''")}';`,
				versions: null,
			},
		]),
		step('write `safe-mode: true` under `syncers` in the task file'),
		step('start the task with it'),
		step('once it is past that file, take `safe-mode` out again'),
	];
}

function purgeRelay(it: Facts): readonly Line[] {
	return forms(
		it,
		{from: 200, text: `purge-relay -s ${quoted(it.source)} --filename FILE`},
		{until: 199, text: `purge-relay -w ${quoted(it.worker)} --filename FILE`},
	);
}
