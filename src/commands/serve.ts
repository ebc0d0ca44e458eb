import {once} from 'node:events';
import type {Writable} from 'node:stream';
import {systemClock} from '../clock.ts';
import {readTls} from '../dm/ask/tls.ts';
import {cleanText} from '../domain/text.ts';
import {startGateway} from '../gateway/gateway.ts';
import {createPrometheus} from '../gateway/metrics/prometheus.ts';
import {ListenError} from '../gateway/serve/listen-error.ts';
import type {Options} from './args/usage.ts';
import {defaultEveryMs} from './args/values.ts';
import {doorOf} from './connecting/door-of.ts';
import {keysOf} from './connecting/keys-of.ts';
import {UsageError} from './exit.ts';
import {auditPath} from './operating/audit-path.ts';
import {syslogOf} from './operating/syslog-of.ts';
import {writingOf} from './operating/writing.ts';
import {runtimeFolder} from './own-gateway/runtime-folder.ts';
import {stateOrder} from './own-gateway/state-order.ts';

export type ServeIo = {
	readonly stdout: Writable;
	readonly stderr: Writable;
	readonly version: string;
	readonly signal: AbortSignal;
};

/** The gateway alone, for a team, until it is interrupted. */
export async function serve(options: Options, {stdout, stderr, version, signal}: ServeIo): Promise<number> {
	const clock = systemClock();
	const keys = keysOf(options, clock, sentence => stderr.write(`dmtop: ${cleanText(sentence)}\n`));
	// A gateway that asks for no tokens has nothing to read anew, and ends as usual with its terminal.
	if (keys !== null) process.on('SIGHUP', keys.reload);
	const prometheus = createPrometheus();
	const writing = {
		allowed: options.allowOperate,
		armed: false,
		reason: options.allowOperate ? null : 'this gateway was started without --allow-operate',
		auditPath: auditPath(),
		isDemo: false,
	};
	const syslog = syslogOf(options, stderr, () => prometheus.count('dmtop_audit_syslog_missed_total'));
	const starting = startGateway({
		masters: options.masters,
		tls: await readTls(options.tls),
		door: doorOf(options),
		keys,
		everyMs: options.everyMs ?? defaultEveryMs,
		limits: options.limits,
		workers: options.workers,
		program: `dmtop ${version}`,
		clock,
		random: Math.random,
		runtimeFolder: runtimeFolder(options.runtimeDir),
		prometheus,
		...(options.viewersAtMost !== null && {viewersAtMost: options.viewersAtMost}),
		state: stateOrder(options),
		onStateNote: note => stderr.write(`dmtop: ${note}\n`),
		writing: writingOf(writing, syslog?.copy),
	});
	const gateway = await starting.catch(error => {
		throw error instanceof ListenError ? new UsageError(error.message) : error;
	});
	stdout.write(`listening on ${gateway.url}\n`);
	if (!signal.aborted) await once(signal, 'abort');
	// Who asked for it is told what came of it, and it is written down; a second signal does not wait.
	await gateway.close({wait: true});
	await syslog?.close();
	keys?.close();
	// A request that DM has not answered is not taken back, and would keep the program for as long as it may take.
	setTimeout(() => process.exit(), lingerMs).unref();
	return 0;
}

/** All is written down and told by then; this is for what is on its way out. */
const lingerMs = 200;
