import {existsSync} from 'node:fs';
import {type Clock, systemClock} from '../../clock.ts';
import {thrownText} from '../../domain/text.ts';
import {emptyMemory, type Memory} from '../../gateway/memory/memory.ts';
import {openState} from '../../gateway/state/state.ts';
import {longBytes} from '../../words/format.ts';
import type {Options} from '../args/usage.ts';
import {defaultEveryMs} from '../args/values.ts';
import {exit} from '../exit.ts';
import {stateOrder} from '../own-gateway/state-order.ts';
import {createAnonymizer} from './anonymous.ts';
import {createListening} from './listening.ts';
import {defaultLimitBytes, factsFrom, type RecordIo} from './record.ts';
import {createRecorder, type Recorder} from './recorder.ts';
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
	const {memory, failure} = await answers(options, recorder, clock, signal);
	// Behind the answers, so that all names are known that are to be replaced.
	recorder.tell({...facts, dm: memory.version.told, trouble: failure});
	recorder.tell({events: await lastEvents(options, memory, clock).catch(thrownText)});
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

/** What the cluster answers now, and what kept it from that: then a report is wanted most. */
async function answers(
	options: Options,
	recorder: Recorder,
	clock: Clock,
	signal: AbortSignal,
): Promise<{readonly memory: Memory; readonly failure: string | null}> {
	const nothing = emptyMemory(options.masters, defaultEveryMs, options.limits);
	if (options.masters.length === 0) {
		const only = options.gateway === null ? '' : `, and the cluster ${options.cluster} has a gateway only`;
		return {memory: nothing, failure: `no dm-master is named${only}: nobody was asked`};
	}
	try {
		const listening = await createListening(options, recorder, {clock, isLasting: false});
		const failure = await listening.ask(signal).finally(listening.close);
		return {memory: listening.memory(), failure};
	} catch (error) {
		return {memory: nothing, failure: thrownText(error)};
	}
}

/** What was saved of the cluster by whoever watched it last; null where nothing is, or somebody has it open. */
async function lastEvents(options: Options, memory: Memory, clock: Clock): Promise<readonly unknown[] | string> {
	const order = stateOrder(options);
	if (order === null || !existsSync(order.folder) || options.masters.length === 0) return 'nothing is saved';
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
