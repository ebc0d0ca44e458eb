import type {Writable} from 'node:stream';
import {sleep, systemClock} from '../clock.ts';
import {shownLabel} from '../domain/operation/label.ts';
import {thrownText} from '../domain/text.ts';
import {type Options, ofCluster} from './args/usage.ts';
import {exit} from './exit.ts';
import {createTeller, type Said, type Teller} from './telling/teller.ts';

export type StatusIo = {readonly stdout: Writable; readonly stderr: Writable; readonly signal: AbortSignal};

/** Prints the list or one task, once or every `--watch` seconds, and returns the exit code of the newest answer. */
export async function status(options: Options, io: StatusIo): Promise<number> {
	const clock = systemClock();
	const own = {columns: () => columnsOf(io.stdout), stderr: io.stderr, clock};
	const isSeveral = options.clusters.length > 0;
	const all = isSeveral ? options.clusters.map(cluster => ofCluster(options, cluster, null)) : [options];
	// What one of several cannot be asked for is that one's trouble alone.
	const creating = all.map(it => createTeller(it, own).catch(isSeveral ? broken : thrown));
	const tellers = await Promise.all(creating);
	let code: number = exit.fine;
	try {
		do {
			const said = await Promise.all(tellers.map(({tell}) => tell(io.signal)));
			code = isSeveral ? printSeveral(said, options, io) : printOne(said[0], options, io);
			if (options.watchMs === null) return code;
			if (code === exit.usage && !isSeveral) return code;
			await sleep(clock, Math.max(...tellers.map(({paceMs}) => paceMs())), io.signal);
		} while (!io.signal.aborted);
	} catch (error) {
		if (!io.signal.aborted) throw error;
	} finally {
		for (const {close} of tellers) close();
	}
	return code;
}

function printOne(
	said: Said | undefined,
	{json, watchMs, cluster, label}: Options,
	{stdout, stderr}: StatusIo,
): number {
	if (said === undefined) return exit.fine;
	if (said.type === 'failed') {
		stderr.write(`dmtop: ${said.message}\n`);
		return said.code;
	}
	if (!json) stdout.write(said.text);
	else {
		const told = said.json();
		const named =
			cluster === null ? told : {...told, cluster: {...told.cluster, name: cluster, label: labelOf(label, said)}};
		stdout.write(`${JSON.stringify(named, null, watchMs === null ? 2 : 0)}\n`);
	}
	return said.code;
}

/** Each cluster under its name; those that do not answer are in their places too. The worst of the codes is the code. */
function printSeveral(all: readonly Said[], {clusters, json, watchMs}: Options, {stdout, stderr}: StatusIo): number {
	const named = clusters.flatMap((cluster, at) => {
		const said = all[at];
		return said === undefined ? [] : [{name: cluster.name, label: labelOf(cluster.label, said), said}];
	});
	if (json) {
		const rows = named.map(({name, label, said}) =>
			said.type === 'failed'
				? {name, label, error: said.message, ...nothing}
				: {name, label, error: null, ...said.json()},
		);
		stdout.write(`${JSON.stringify({clusters: rows}, null, watchMs === null ? 2 : 0)}\n`);
	} else {
		const blocks = named.map(({name, label, said}) => {
			const head = `== ${name}${label === null ? '' : ` (${label})`}`;
			return `${head}\n${said.type === 'failed' ? `no answer: ${said.message}\n` : said.text}`;
		});
		stdout.write(blocks.join('\n'));
	}
	for (const {name, said} of named) {
		if (said.type === 'failed') stderr.write(`dmtop: ${name}: ${said.message}\n`);
	}
	return Math.max(...all.map(({code}) => code));
}

/** What the file of settings says of a cluster, or what its gateway does. */
function labelOf(own: string | null, said: Said): string | null {
	return shownLabel(own, said.type === 'said' ? (said.label ?? null) : null);
}

const nothing = {cluster: null, tasks: null, sources: null, locks: null};

function broken(error: unknown): Teller {
	const said: Said = {type: 'failed', message: thrownText(error), code: exit.usage};
	return {tell: async () => said, paceMs: () => 0, close() {}};
}

function thrown(error: unknown): never {
	throw error;
}

/** How wide the terminal is that shows it; null where none does. */
export function columnsOf(stdout: Writable & {readonly isTTY?: boolean; readonly columns?: number}): number | null {
	return stdout.isTTY === true && stdout.columns !== undefined && stdout.columns > 0 ? stdout.columns : null;
}
