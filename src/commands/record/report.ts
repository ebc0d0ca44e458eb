import {existsSync} from 'node:fs';
import {type Clock, systemClock} from '../../clock.ts';
import type {Memory} from '../../gateway/memory/memory.ts';
import {openState} from '../../gateway/state/state.ts';
import {longBytes} from '../../words/format.ts';
import type {Options} from '../args/usage.ts';
import {exit} from '../exit.ts';
import {stateOrder} from '../own-gateway/state-order.ts';
import {createAnonymizer} from './anonymous.ts';
import {createListening} from './listening.ts';
import {defaultLimitBytes, factsFrom, type RecordIo} from './record.ts';
import {createRecorder} from './recorder.ts';
import {createRecordingFile} from './recording-file.ts';

/** So many of the newest events are in a report. */
const eventsTold = 200;

/** Writes one file for who looks for a mistake: what this dmtop is, what the cluster answers now, and what happened last. */
export async function report(options: Options, io: RecordIo): Promise<number> {
	const {signal, stderr, clock = systemClock()} = io;
	const day = new Date(clock.wall()).toISOString().replace(/[-:]|\..*/g, '');
	const file = createRecordingFile(options.argument ?? `dmtop-report-${day}.jsonl`);
	const anonymous = options.anonymous ? createAnonymizer() : null;
	// What fails may name them before anything else does.
	anonymous?.({masters: options.masters});
	const recorder = createRecorder({
		write: file.write,
		now: clock.now,
		limitBytes: options.sizeLimit ?? defaultLimitBytes,
		anonymous,
	});
	const facts = await factsFrom(options, io, clock);
	const listening = await createListening(options, recorder, {clock, isLasting: false});
	const failure = await listening.ask(signal).finally(listening.close);
	// Behind the answers, so that all names are known that are to be replaced.
	recorder.tell({...facts, dm: listening.memory().version.told, trouble: failure});
	recorder.tell({events: await lastEvents(options, listening.memory(), clock)});
	file.close();
	const problem = file.failure();
	if (problem !== null) {
		stderr.write(`dmtop: ${problem}\n`);
		return exit.unwritten;
	}
	if (failure !== null) stderr.write(`dmtop: ${failure}; the report says so\n`);
	const names = options.anonymous
		? 'Names are replaced'
		: 'It has names of tasks, sources and hosts (--anonymous replaces them)';
	stderr.write(
		`dmtop: wrote ${file.path}, ${longBytes(recorder.bytes())}. ${names}; secrets are not in it. Read it before you give it away. See it: dmtop simulate --replay ${file.path}\n`,
	);
	return exit.fine;
}

/** What was saved of the cluster by whoever watched it last; null where nothing is, or somebody has it open. */
async function lastEvents(options: Options, memory: Memory, clock: Clock): Promise<readonly unknown[] | string> {
	const order = stateOrder(options);
	if (order === null || !existsSync(order.folder)) return 'nothing is saved';
	let note: string | null = null;
	const state = await openState({
		...order,
		masters: options.masters,
		clock,
		instance: `report-${process.pid}`,
		onNote: text => {
			note = text;
		},
	});
	try {
		const {events} = state.restore({...memory, events: []});
		return note ?? events.slice(-eventsTold);
	} finally {
		state.close();
	}
}
