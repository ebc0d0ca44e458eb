import {type RelayAct, relayFacts, relayWhyNot} from '../../domain/act/relay-act.ts';
import type {SourceAnswer, Subtask} from '../../domain/cluster.ts';
import {dmctlLine, quoted} from '../../domain/operation/words.ts';
import {placeText, plural} from '../format.ts';
import type {ActContext, Told} from './proposing.ts';

/** What there is to know before an act on the relay of a source. */
export function relayTold(act: RelayAct, entry: SourceAnswer, context: ActContext): Told {
	const {isOld, master, target} = context;
	const {relay, worker} = entry;
	const source = target.source ?? '';
	const flag = isOld ? `-w ${quoted(worker ?? '?')}` : `-s ${quoted(source)}`;
	const at = relay === null ? '' : `, at ${placeText(relay.position)} of ${placeText(relay.upstream)}`;
	return {
		tier: act === 'resume-relay' ? 1 : 2,
		facts: relayFacts(entry),
		now: [`relay of ${source}: ${relay?.stage ?? 'off'}${at}`, ...dependants(entry)],
		costs: costs[act](entry),
		undo: undo[act](entry),
		// Without a worker, as it is sent: one that was started so cannot be started with a worker (46030).
		dmctl: [dmctlLine(master, `${act} ${flag}`)],
		refused: relayWhyNot(act, entry, isOld),
	};
}

/** Who reads from the relay: what DM does not say of 1.0 is so there always. */
function dependants({subtasks}: SourceAnswer): readonly string[] {
	if (subtasks.length === 0) return ['no task is known to run on it'];
	return [`${plural(subtasks.length, 'task')} on it: ${subtasks.map(readingText).join('; ')}`];
}

function readingText({task, stage, work}: Subtask): string {
	if (work.type !== 'Sync') return `${task} ${stage} in ${work.type === 'Other' ? work.unit : work.type}`;
	const from = work.binlogType === 'remote' ? 'reads the upstream itself' : 'reads from the relay';
	return `${task} ${stage}, ${from}`;
}

function readsRelay({work}: Subtask): boolean {
	return work.type === 'Sync' && work.binlogType !== 'remote';
}

const costs = {
	'pause-relay': ({subtasks, relay}) => {
		const readers = subtasks.filter(readsRelay).map(({task}) => task);
		const keep = relay?.position ? `The upstream must keep its binlog from ${placeText(relay.position)} on.` : null;
		return [
			readers.length === 0
				? 'No task reads from it now: nobody waits for it.'
				: `${readers.join(', ')} get${readers.length === 1 ? 's' : ''} nothing new once what the relay holds is read: the lag grows, and the stage stays Running.`,
			...(keep === null ? [] : [keep]),
		];
	},
	'resume-relay': () => ['It reads on from where it stands; what it missed is read first.'],
	'start-relay': ({subtasks}) => [
		'The worker begins to copy the binlog of the upstream to its disk.',
		...(subtasks.some(({work}) => work.type === 'Sync')
			? [
					`A running subtask reads on from the upstream until it is paused and resumed: ${subtasks.map(({task}) => task).join(', ')}. Nothing of that is done here.`,
				]
			: []),
	],
} as const satisfies Record<RelayAct, (entry: SourceAnswer) => readonly string[]>;

const undo = {
	'pause-relay': () => ['resume it again'],
	'resume-relay': () => ['pause it again'],
	'start-relay': ({subtasks}) => [
		...(subtasks.some(({stage, work}) => stage === 'Running' && work.type === 'Sync')
			? ['next: pause all tasks of the source and resume them again: they read from the relay then']
			: []),
		'dmctl stop-relay undoes it',
	],
} as const satisfies Record<RelayAct, (entry: SourceAnswer) => readonly string[]>;
