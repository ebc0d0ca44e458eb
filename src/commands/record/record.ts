import type {Writable} from 'node:stream';
import {type Clock, sleep, systemClock} from '../../clock.ts';
import {cleanText} from '../../domain/text.ts';
import {duration, longBytes, plural} from '../../words/format.ts';
import type {Options} from '../args/usage.ts';
import {type Config, noConfig} from '../config/config.ts';
import {exit, UsageError} from '../exit.ts';
import {createAnonymizer} from './anonymous.ts';
import {factsOf} from './facts.ts';
import {createListening} from './listening.ts';
import {createRecorder} from './recorder.ts';
import {createRecordingFile} from './recording-file.ts';

export type RecordIo = {
	readonly stderr: Writable & {readonly columns?: number; readonly rows?: number};
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly version: string;
	/** What the files of settings say. */
	readonly findConfig: () => Promise<Config>;
	/** Ends the recording. */
	readonly signal: AbortSignal;
	readonly clock?: Clock;
};

/** More than that is not recorded unless `--size-limit` says so. */
export const defaultLimitBytes = 256e6;

/** Records what the cluster answers, poll by poll, until it is interrupted or the file is full. */
export async function record(options: Options, io: RecordIo): Promise<number> {
	const {signal, stderr, clock = systemClock()} = io;
	const file = createRecordingFile(options.argument ?? '');
	const recorder = createRecorder({
		write: file.write,
		now: clock.now,
		limitBytes: options.sizeLimit ?? defaultLimitBytes,
		anonymous: options.anonymous ? createAnonymizer() : null,
	});
	recorder.tell(await factsFrom(options, io, clock));
	const listening = await createListening(options, recorder, {clock, isLasting: true});
	const startedMs = clock.now();
	let failed: string | null = null;
	stderr.write(`dmtop: recording to ${file.path}; Ctrl-C ends it\n`);
	try {
		while (!signal.aborted && !recorder.isFull() && file.failure() === null) {
			const failure = await listening.ask(signal);
			if (failure !== null && failed === null) stderr.write(`dmtop: ${cleanText(failure)}; recording goes on\n`);
			failed = failure;
			await sleep(clock, listening.paceMs(), signal).catch(() => {});
		}
	} finally {
		listening.close();
		file.close();
	}
	const problem = file.failure();
	if (problem !== null) stderr.write(`dmtop: ${problem}\n`);
	const size = `${plural(recorder.statuses(), 'answer')} in ${duration((clock.now() - startedMs) / 1000)}, ${longBytes(recorder.bytes())}`;
	const full = recorder.isFull() ? ' The file is as large as it may become (--size-limit).' : '';
	stderr.write(`dmtop: recorded ${size}.${full} See it again: dmtop simulate --replay ${file.path}\n`);
	return problem === null ? exit.fine : exit.unwritten;
}

/** What a recording begins with. */
export async function factsFrom(
	{masters, anonymous}: Pick<Options, 'masters' | 'anonymous'>,
	{env, version, findConfig, stderr: {columns, rows}}: Omit<RecordIo, 'signal'>,
	clock: Clock,
): Promise<Readonly<Record<string, unknown>>> {
	const size = columns === undefined || rows === undefined ? null : {columns, rows};
	const facts = {version, env, masters, anonymous, wallMs: clock.wall(), size};
	try {
		return factsOf({...facts, config: await findConfig()});
	} catch (error) {
		// What is wrong with the settings may be what somebody looks for.
		if (!(error instanceof UsageError)) throw error;
		return {...factsOf({...facts, config: noConfig}), settings: anonymous ? 'cannot be read' : error.message};
	}
}
