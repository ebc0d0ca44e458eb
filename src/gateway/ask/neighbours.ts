import {createHash} from 'node:crypto';
import {lstatSync, mkdirSync, readdirSync, statSync, unlinkSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {type Clock, every} from '../../clock.ts';
import {isAlive} from './alive.ts';

/** The gateways on this host that ask the same cluster: they share what it may be asked. */
export type Neighbours = {
	/** How many there are, with this one. */
	readonly living: () => number;
	/** This one goes. */
	readonly leave: () => void;
};

export type NeighboursOptions = {
	/** A folder of this user's own for what lives as long as programs run; null = nobody is seen. */
	readonly folder: string | null;
	/** Where the cluster is asked, as `host:port`. */
	readonly masters: readonly string[];
	readonly clock: Clock;
	/** A number from 0 up to 1, for a name that no other has. */
	readonly random: () => number;
};

/**
 * Joins those who ask one of the same masters. Each has an empty file for each of its masters: its name tells the master
 * and the process, its time that it lives. A folder that somebody else could read or write is left alone, and so is
 * whatever else lies there; where anything fails, nobody is seen.
 */
export function joinNeighbours({folder, masters, clock, random}: NeighboursOptions): Neighbours {
	const own = `${process.pid}-${Math.floor(random() * 2 ** 48)
		.toString(16)
		.padStart(12, '0')}`;
	const places = masters.map(placeOf);
	const files = folder === null ? [] : places.flatMap(place => joined(folder, `${place}-${own}`));
	const stop = every(clock, aliveEveryMs, () => {
		const now = new Date(clock.wall());
		for (const file of files) quietly(() => utimesSync(file, now, now));
	});
	let known = {atMs: Number.NEGATIVE_INFINITY, count: 1};
	return {
		living() {
			if (folder !== null && files.length > 0 && clock.now() - known.atMs >= lookEveryMs) {
				known = {atMs: clock.now(), count: new Set([...livingIn(folder, places, clock.wall()), own]).size};
			}
			return known.count;
		},
		leave() {
			stop();
			for (const file of files) quietly(() => unlinkSync(file));
		},
	};
}

const aliveEveryMs = 10_000;
const lookEveryMs = 2_000;
/** A process that has not been heard of for so long is gone, whatever has its number now. */
const forgottenAfterMs = 60_000;
/** More would not be gateways. */
const mostNeighbours = 64;

/** What a master is called here: names of hosts may be longer than names of files. */
function placeOf(master: string): string {
	const address = master.toLowerCase().replace(/^localhost:/, '127.0.0.1:');
	return createHash('sha256').update(address).digest('hex').slice(0, 32);
}

/** The file that tells of this gateway, where there could be one. */
function joined(folder: string, name: string): readonly string[] {
	const file = path.join(folder, name);
	quietly(() => mkdirSync(folder, {mode: 0o700}));
	const isMade = quietly(() => {
		if (!isPrivate(folder)) return false;
		writeFileSync(file, '', {mode: 0o600, flag: 'wx'});
		return true;
	});
	return isMade === true ? [file] : [];
}

function isPrivate(folder: string): boolean {
	const told = lstatSync(folder);
	return told.isDirectory() && told.uid === process.getuid?.() && (told.mode & 0o077) === 0;
}

/** The gateways of these places that live; what the dead left is taken away. */
function livingIn(folder: string, places: readonly string[], wallMs: number): readonly string[] {
	const found = (quietly(() => readdirSync(folder)) ?? []).flatMap(file => {
		const [, place = '', name = '', pid = ''] = /^([0-9a-f]{32})-((\d{1,10})-[0-9a-f]{12})$/.exec(file) ?? [];
		return name === '' ? [] : [{file: path.join(folder, file), place, name, pid: Number(pid)}];
	});
	const fresh = found.filter(({file}) => {
		const heardMs = quietly(() => statSync(file).mtimeMs) ?? 0;
		if (Math.abs(wallMs - heardMs) < forgottenAfterMs) return true;
		quietly(() => unlinkSync(file));
		return false;
	});
	const near = fresh.filter(({place}) => places.includes(place)).slice(0, mostNeighbours);
	return near.filter(({pid}) => isAlive(pid)).map(({name}) => name);
}

/** What the work returns; null where it throws. */
function quietly<T>(work: () => T): T | null {
	try {
		return work();
	} catch {
		return null;
	}
}
