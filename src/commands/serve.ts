import {once} from 'node:events';
import type {Writable} from 'node:stream';
import {type Clock, systemClock} from '../clock.ts';
import {readTls} from '../dm/ask/tls.ts';
import {cleanText, thrownText} from '../domain/text.ts';
import {type Gateway, startGateway} from '../gateway/gateway.ts';
import {createPrometheus} from '../gateway/metrics/prometheus.ts';
import {ListenError} from '../gateway/serve/listen-error.ts';
import type {TokenFile} from '../gateway/serve/tokens/token-file.ts';
import type {Options} from './args/usage.ts';
import {defaultEveryMs} from './args/values.ts';
import {doorOf} from './connecting/door-of.ts';
import {keysOf} from './connecting/keys-of.ts';
import {UsageError} from './exit.ts';
import {auditPath} from './operating/audit-path.ts';
import {syslogOf} from './operating/syslog-of.ts';
import {writingOf} from './operating/writing.ts';
import {readingsOrder} from './own-gateway/readings-order.ts';
import {runtimeFolder} from './own-gateway/runtime-folder.ts';
import {stateOrder} from './own-gateway/state-order.ts';

export type ServeIo = {
	readonly stdout: Writable;
	readonly stderr: Writable;
	readonly version: string;
	readonly signal: AbortSignal;
};

/** The gateway alone, for a team, until it is interrupted. */
export async function serve(options: Options, io: ServeIo): Promise<number> {
	const clock = systemClock();
	const say = (sentence: string) => io.stderr.write(`dmtop: ${cleanText(sentence)}\n`);
	const keys = keysOf(options, clock, say);
	if (options.insecureNetwork)
		say('everybody on the way can read what is said here, the tokens too (--insecure-network)');
	try {
		return await serveWith(options, io, {clock, keys, say});
	} finally {
		keys?.close();
	}
}

async function serveWith(
	options: Options,
	{stdout, stderr, version, signal}: ServeIo,
	{
		clock,
		keys,
		say,
	}: {readonly clock: Clock; readonly keys: TokenFile | null; readonly say: (sentence: string) => void},
): Promise<number> {
	const prometheus = createPrometheus();
	const writing = {
		allowed: options.allowOperate,
		atOnce: false,
		reason: options.allowOperate ? null : 'this gateway was started without --allow-operate',
		auditPath: auditPath(),
		isDemo: false,
	};
	const syslog = syslogOf(options, stderr, () => prometheus.count('dmtop_audit_syslog_missed_total'));
	const starting = startGateway({
		masters: options.masters,
		tls: await readTls(options.tls),
		door: await doorOf(options),
		keys,
		everyMs: options.everyMs ?? defaultEveryMs,
		limits: options.limits,
		workers: options.workers,
		workerMetrics: options.workerMetrics,
		program: `dmtop ${version}`,
		label: options.label,
		clock,
		random: Math.random,
		runtimeFolder: runtimeFolder(options.runtimeDir),
		prometheus,
		...(options.viewersAtMost !== null && {viewersAtMost: options.viewersAtMost}),
		state: stateOrder(options),
		keepReadings: readingsOrder(options),
		onStateNote: note => stderr.write(`dmtop: ${note}\n`),
		writing: writingOf(writing, syslog?.copy),
	});
	const gateway = await starting.catch(error => {
		throw error instanceof ListenError ? new UsageError(error.message) : error;
	});
	// A gateway that asks for no tokens has nothing to read anew, and ends as usual with its terminal.
	if (keys !== null) process.on('SIGHUP', () => void readAnew(options, keys, gateway, say));
	stdout.write(`listening on ${gateway.url}\n`);
	if (!signal.aborted) await once(signal, 'abort');
	// Who asked for it is told what came of it, and it is written down; a second signal does not wait.
	await gateway.close({wait: true});
	await syslog?.close();
	// A request that DM has not answered is not taken back, and would keep the program for as long as it may take.
	setTimeout(() => process.exit(), lingerMs).unref();
	return 0;
}

/** Reads tokens and certificates again. What cannot be used is told, and what was there before holds. */
async function readAnew(
	options: Options,
	keys: TokenFile,
	{renew}: Pick<Gateway, 'renew'>,
	say: (sentence: string) => void,
): Promise<void> {
	keys.reload();
	try {
		const door = await doorOf(options);
		if (door.type === 'tcp' && door.tls !== null) renew(door.tls);
	} catch (error) {
		say(`the certificate was not read again: ${thrownText(error)}`);
	}
}

/** All is written down and told by then; this is for what is on its way out. */
const lingerMs = 200;
