import type {Writable} from 'node:stream';
import {systemClock} from '../clock.ts';
import {cleanText} from '../domain/text.ts';
import type {Hotkey} from '../tui/state.ts';
import {meantInstead} from './args/nearest.ts';
import type {Options} from './args/usage.ts';
import {exit, UsageError} from './exit.ts';
import {processJob} from './job.ts';
import {connectionFlags} from './operating/connection.ts';
import {personOf} from './operating/person.ts';
import {runtimeFolder} from './own-gateway/runtime-folder.ts';
import {isAsciiTerminal} from './screen/ascii-terminal.ts';
import {copiesIn} from './screen/copies.ts';
import {openPager} from './screen/pager.ts';
import {startIn} from './screen/start-in.ts';
import {viewing} from './screen/viewing.ts';
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
	if (options.clusters.length > 0 && (options.plain || options.goto !== null || options.at !== null)) {
		const flag = options.plain ? '--plain' : options.goto === null ? '--at' : '--goto';
		throw new UsageError(`${flag} is for one cluster: name it with --cluster`);
	}
	const start = options.at === null ? [] : startIn(options.at, clock.wall());
	const hotkeys = await hotkeysOf(options);
	const job = processJob();
	const {own, clusters, links} = await viewing(command, options, {clock, version: io.version});
	try {
		if (options.plain) {
			const [{printPlain}, createLink] = await Promise.all([import('./screen/plain.ts'), links()]);
			await printPlain({
				createLink: onEvent => createLink(onEvent, ''),
				stdout,
				clock,
				connection: options.cluster === null ? null : connectionFlags(options),
				signal: io.interrupted(),
			});
			return exit.fine;
		}
		const [{runTui}, createLink] = await Promise.all([import('../tui/shell/run.tsx'), links()]);
		/** What no line of the screen holds and somebody has to compare: told when it is left. */
		const fingerprints = new Set<string>();
		const result = await runTui({
			job,
			createLink: (onEvent, cluster) =>
				createLink(event => {
					if (event.type === 'link-note' && event.isToCompare) fingerprints.add(event.message);
					onEvent(event);
				}, cluster),
			...(clusters && {clusters}),
			stdin,
			stdout,
			colours: !env['NO_COLOR'] && !['0', 'false'].includes(env['FORCE_COLOR'] ?? '') && options.theme,
			...(hotkeys && {hotkeys}),
			label: options.label,
			ageLimitMs: options.ageMs,
			ascii: options.ascii || isAsciiTerminal(env),
			tmux: Boolean(env['TMUX']),
			mouse: options.mouse,
			// The console of Linux has no window.
			hasTitle: env['TERM'] !== 'linux',
			call: await callIn(env, options.notify),
			copies: copiesIn(runtimeFolder(options.runtimeDir)),
			page: (text, signal) => openPager(text, env, signal),
			goto: [...(options.goto === null ? [] : await wayTo(options.goto)), ...start],
			program: `dmtop ${io.version}`,
			gatewayAt: command === 'connect' ? (options.argument ?? 'of this host') : 'inside',
			title: command === 'demo' ? 'demo' : (options.cluster ?? options.masters[0] ?? null),
			by: personOf(env),
			readOnly: options.readOnly,
			clock,
			within,
			...(own !== null && {signal: own.gone}),
		});
		for (const note of fingerprints) io.stderr.write(`dmtop: ${cleanText(note)}\n`);
		try {
			if (result.underWay.length > 0 && !job.isEnded()) {
				const {printOutcomes} = await import('./operating/farewell.ts');
				const connection = (cluster: string) => connectionTo(options, cluster, result.mastersOf(cluster));
				await printOutcomes(result.underWay, {stdout, stderr: io.stderr, signal: io.interrupted(), connection});
			}
		} finally {
			result.end();
		}
		own?.gone.throwIfAborted();
	} finally {
		await own?.end();
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

/** How this terminal calls somebody; null where nobody wants to be called. */
async function callIn(env: NodeJS.ProcessEnv, notify: Options['notify']) {
	if (notify === null) return null;
	const {callOf} = await import('../tui/shell/call.ts');
	return callOf(notify, {term: env['TERM'] ?? '', termProgram: env['TERM_PROGRAM'] ?? ''});
}

/** What leads to a place. Throws a UsageError where it is none. */
async function wayTo(place: string) {
	const {eventsTo} = await import('../tui/find/place.ts');
	const events = eventsTo(place);
	if (typeof events === 'string') throw new UsageError(`--goto: ${events}`);
	return events;
}

/** The flags that lead another command to the same cluster. */
function connectionTo(options: Options, cluster: string, told: readonly string[]): string {
	// Whoever is on somebody's gateway gave no master; the gateway told.
	const masters = options.masters.length > 0 ? options.masters : told;
	return connectionFlags({...options, cluster: cluster === '' ? options.cluster : cluster, masters});
}
