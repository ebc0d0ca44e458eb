import {randomBytes} from 'node:crypto';
import type {Writable} from 'node:stream';
import {systemClock} from '../clock.ts';
import {readTls} from '../dm/ask/tls.ts';
import type {Hotkey} from '../tui/state.ts';
import type {LinkEvent} from '../wire/link.ts';
import type {Options} from './args/usage.ts';
import {defaultEveryMs} from './args/values.ts';
import {meantInstead} from './config/nearest.ts';
import {gatewayLine} from './connecting/gateway-line.ts';
import {exit, UsageError} from './exit.ts';
import {processJob} from './job.ts';
import {auditPath} from './operating/audit-path.ts';
import {connectionFlags} from './operating/connection.ts';
import {personOf} from './operating/person.ts';
import type {WritingOrder} from './operating/writing.ts';
import type {WorkerOrder} from './own-gateway/gateway-worker.ts';
import {startOwnGateway} from './own-gateway/own-gateway.ts';
import {runtimeFolder} from './own-gateway/runtime-folder.ts';
import {stateOrder} from './own-gateway/state-order.ts';
import {copiesIn} from './screen/copies.ts';
import {openPager} from './screen/pager.ts';
import {within} from './within.ts';

export type WatchIo = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: Writable;
	readonly env: NodeJS.ProcessEnv;
	readonly version: string;
	/** Aborts when the program is interrupted; listens from the call on. */
	readonly interrupted: () => AbortSignal;
};

/**
 * The full screen: on a gateway of its own, on a simulated cluster, or on somebody's gateway. Throws a GatewayDeath where
 * its own one breaks.
 */
export async function watch(command: 'watch' | 'demo' | 'connect', options: Options, io: WatchIo): Promise<number> {
	const {stdin, stdout, env} = io;
	const clock = systemClock();
	if (options.clusters.length > 0)
		throw new UsageError(
			`the full screen shows one cluster: name one with --cluster (${options.clusters.map(({name}) => name).join(', ')})`,
		);
	const hotkeys = await hotkeysOf(options);
	const line = command === 'connect' ? await gatewayLine(options, clock) : null;
	const token = randomBytes(32).toString('base64url');
	const job = processJob();
	// The gateway starts in its thread while this one loads the screen.
	const gateway = command === 'connect' ? null : startOwnGateway(await orderOf(command, options, token, io.version));
	try {
		if (options.plain) {
			const [{printPlain}, {createLink}, url] = await Promise.all([
				import('./screen/plain.ts'),
				import('../wire/link.ts'),
				gateway?.url ?? '',
			]);
			const note = (onEvent: (event: LinkEvent) => void) => (message: string) => onEvent({type: 'link-note', message});
			await printPlain({
				createLink: onEvent =>
					createLink({...(line?.(note(onEvent)) ?? {url, token}), onEvent, random: Math.random, clock}),
				stdout,
				clock,
				signal: io.interrupted(),
			});
			return exit.fine;
		}
		const [{runTui}, {createLink}, url] = await Promise.all([
			import('../tui/shell/run.tsx'),
			import('../wire/link.ts'),
			gateway?.url ?? '',
		]);
		const {callOf} = await import('../tui/shell/call.ts');
		const result = await runTui({
			job,
			createLink: onEvent =>
				createLink({
					...(line?.(message => onEvent({type: 'link-note', message})) ?? {url, token}),
					onEvent,
					random: Math.random,
					clock,
				}),
			stdin,
			stdout,
			colours: !env['NO_COLOR'] && !['0', 'false'].includes(env['FORCE_COLOR'] ?? '') && options.theme,
			...(hotkeys && {hotkeys}),
			label: options.label,
			ageLimitMs: options.ageMs,
			ascii: options.ascii,
			tmux: Boolean(env['TMUX']),
			mouse: options.mouse,
			// The console of Linux has no window.
			hasTitle: env['TERM'] !== 'linux',
			call:
				options.notify === null
					? null
					: callOf(options.notify, {term: env['TERM'] ?? '', termProgram: env['TERM_PROGRAM'] ?? ''}),
			copies: copiesIn(runtimeFolder(options.runtimeDir)),
			page: (text, signal) => openPager(text, env, signal),
			goto: options.goto === null ? [] : await wayTo(options.goto),
			program: `dmtop ${io.version}`,
			gatewayAt: command === 'connect' ? (options.argument ?? 'of this host') : 'inside',
			title: command === 'demo' ? 'demo' : (options.cluster ?? options.masters[0] ?? null),
			by: personOf(env),
			readOnly: options.readOnly,
			clock,
			within,
			...(gateway !== null && {signal: gateway.gone}),
		});
		try {
			if (result.underWay.length > 0 && !job.isEnded()) {
				const {printOutcomes} = await import('./operating/farewell.ts');
				// Whoever is on somebody's gateway gave no master; the gateway told.
				const masters = options.masters.length > 0 ? options.masters : result.masters;
				const connection = connectionFlags({masters, workers: options.workers, tls: options.tls});
				await printOutcomes(result.underWay, {stdout, stderr: io.stderr, signal: io.interrupted(), connection});
			}
		} finally {
			result.end();
		}
		gateway?.gone.throwIfAborted();
	} finally {
		await gateway?.end();
		job.die();
	}
	return exit.fine;
}

/** The table of keys with those of the files of settings; null where they say nothing of it. Throws a UsageError. */
async function hotkeysOf({keys}: Options): Promise<readonly Hotkey[] | null> {
	if (keys.length === 0) return null;
	const {hotkeys, problems} = (await import('../tui/keys/new-keys.ts')).newKeys(keys, meantInstead);
	if (problems[0] !== undefined) throw new UsageError(problems[0]);
	return hotkeys;
}

/** What leads to a place. Throws a UsageError where it is none. */
async function wayTo(place: string) {
	const {eventsTo} = await import('../tui/find/place.ts');
	const events = eventsTo(place);
	if (typeof events === 'string') throw new UsageError(`--goto: ${events}`);
	return events;
}

async function orderOf(
	command: 'watch' | 'demo',
	options: Options,
	token: string,
	version: string,
): Promise<WorkerOrder> {
	const {masters, workers, everyMs, limits, scenario, seed, dm, troubles} = options;
	return {
		masters,
		workers,
		limits,
		token,
		tls: await readTls(options.tls),
		program: `dmtop ${version}`,
		everyMs: everyMs ?? (command === 'demo' ? 1000 : defaultEveryMs),
		runtimeFolder: command === 'demo' ? null : runtimeFolder(options.runtimeDir),
		state: command === 'demo' ? null : stateOrder(options),
		simulate: command === 'demo' ? {scenario, seed, dm, troubles} : null,
		writing: writingOf(command, options),
	};
}

/** A demo has nothing to lose: it starts armed. */
function writingOf(command: 'watch' | 'demo', {write, readOnly}: Options): WritingOrder {
	return {
		allowed: !readOnly,
		armed: !readOnly && (write || command === 'demo'),
		reason: readOnly ? 'dmtop was started with --read-only' : null,
		auditPath: auditPath(),
		isDemo: command === 'demo',
	};
}
