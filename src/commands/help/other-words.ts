import type {StatusWord} from '../../domain/status-word.ts';
import type {exit} from '../exit.ts';

/** What each exit code means, as the help and the manual say it. */
export const exitWords = {
	fine: 'fine; the full screen always, and demo',
	trouble: 'the cluster says that something is wrong; an operation was refused or failed; a wait can no longer succeed',
	usage: 'usage, also an unknown task',
	nobody: 'nobody answered',
	timeout: 'timed out, or the outcome of an operation is unknown',
	internal: 'a mistake of dmtop itself',
	unwritten: 'what there was to say could not be written (instead of 0 and 1)',
	interrupted: 'interrupted; nothing was sent',
} as const satisfies Record<keyof typeof exit, string>;

/** What each letter means for who has to act. */
export const letterWords = {
	error: 'needs you: DM will not resume it by itself, nobody retries it, or it is retried in vain',
	unknown: 'no answer: a source of the task gives no fresh answer; its last known state stays on the screen',
	retrying: 'failed, and DM resumes this kind of error by itself',
	locked: 'waits for a shard DDL',
	warning:
		'look: a lag above the limit, an unknown upstream, a checkpoint past it, nothing moved while the upstream wrote, a relay that is paused or behind, stages that differ',
	paused: 'by a person',
	running: 'all is well',
	new: 'has not begun',
	finished: 'has done all that it was for',
	stopped: 'DM does not have it any more, and says so',
} as const satisfies Record<StatusWord, string>;

/** What each column of the lists tells. */
export const columnWords = {
	'The list of tasks': [
		['TASK', 'its name, behind its letter (dmtop help letters)'],
		['STATUS', 'what it does, or what is wrong with it and at whom'],
		['SUB', 'how many of its parts are as they should be, of how many there are: one for each source'],
		['LAG', 'how far its target is behind, in time; held: a DDL lock keeps it from being told'],
		['GAP', 'how much binlog of the upstream is not written to the target yet'],
		['ROW/S', 'rows a second'],
		['LEFT', 'how long it will take until it is done, or has caught up'],
		['RELAY', 'the worst relay of its sources'],
		['SINCE', 'how long its status is as it is; blank where that began before dmtop looked'],
	],
	'The parts of a task': [
		['SOURCE, WORKER', 'the upstream, and who serves it'],
		['STAGE', "DM's own word: Running, Paused, …"],
		['UNIT', 'what it is at: Check, Dump, Load or Sync'],
		['DONE/GAP', 'what of a dump or load is done; in Sync the gap'],
	],
	'The list of sources': [
		['RELAY', 'the stage of its relay; none where it has no relay'],
		['UPSTREAM', 'where the upstream writes now'],
		['RELAY AT', 'what of that the relay has on its disk'],
		['BEHIND', 'how much the relay lacks of it'],
		['TASKS', 'how many tasks read from the source'],
	],
	'The list of DDL locks': [
		['TABLE, MODE', 'the table of the target, pessimistic or optimistic'],
		['MET', 'how many sources have met the DDL, of how many have to'],
		['BLOCKS', 'how many parts of the task wait for it'],
		['HELD UP BY', 'who has not met the DDL yet'],
	],
	'The list of workers': [
		['STAGE', 'bound: it serves a source; free: it could take one over; offline: it is not there'],
		['ANSWER', 'whether it answers, and if not, why'],
	],
	'The list of clusters': [
		['TASKS', 'how many there are of each letter'],
		['WORST', 'its worst task, and what is wrong with it'],
		['DATA', 'how fresh that is'],
		['DM', 'its version'],
	],
} as const satisfies Readonly<Record<string, readonly (readonly [string, string])[]>>;

/** What of the environment dmtop reads. */
export const environmentWords = [
	['DM_MASTER_ADDR', 'the dm-master to ask, HOST:PORT, where --master names none; dmctl reads it too'],
	['DMTOP_CLUSTER', 'the cluster of the file of settings, where --cluster names none'],
	['DMTOP_TOKEN_FILE', 'where your token is, for connect, where --token-file names none'],
	[
		'DMTOP_LAG_LIMIT, DMTOP_STALL_AFTER, DMTOP_AGE_LIMIT',
		'as the flags of these names, over what the file of settings says',
	],
	['DMTOP_THEME, DMTOP_SYMBOLS', 'as the flags of these names'],
	['XDG_CONFIG_HOME', 'the folder of settings is dmtop below it (else ~/.config): config.yaml, tokens, known_gateways'],
	['XDG_STATE_HOME', 'the audit log and what is kept are in dmtop below it (else ~/.local/state)'],
	['XDG_RUNTIME_DIR', 'programs of one user find each other in dmtop below it (else /tmp/dmtop-UID)'],
	['NO_COLOR, FORCE_COLOR=0', 'no colours'],
	['TERM', 'dumb or not set: the list is printed once instead of a full screen'],
] as const;

/** The terms of the filter. */
export const filterWords = [
	['word', 'rows that say so: billing, or 10.0.5.20'],
	[
		'error unknown retrying locked warning paused running new finished stopped',
		'rows of that status: error is X, retrying is ~ (dmtop help letters)',
	],
	['/re/', 'rows that fit a regular expression: /^orders/'],
	['lag>60', 'a lag above 60 seconds; also lag<5m, with s m h d and > >= < <= ='],
	['gap>1M', 'more than 1 MiB of binlog behind; K M G T of 1024'],
	['rows<100', 'fewer than 100 rows a second; K M G of 1000'],
	['task=NAME source=NAME worker=NAME', 'rows of that task, source or worker; * is anything: source=sh-*'],
	['!term', 'the opposite of any of them: !paused'],
] as const;

/** What the line `Now:` below a row is made of. */
export const nowWords = [
	'What to do now is looked up in one table, which dmtop explain prints (--list: all of it). The row is looked up by what is wrong with it, in this order:',
	'1. the situation that dmtop found: a DDL lock and who holds it up, a worker that is silent, a relay that is halted, a checkpoint past the upstream;',
	"2. DM's code of the error (36067), then the number of MySQL or TiDB in its text (1062), then a piece of the text;",
	"3. else DM's own workaround, as it stands in its answer; else that no advice is known.",
	'The sentence is filled with what the row knows: task, source, worker, table and position. On the full screen the key at its end does it, and Y copies the line of dmctl. Nothing of it is ever done by itself.',
] as const;
