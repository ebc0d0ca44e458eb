import {lstatSync} from 'node:fs';
import path from 'node:path';
import {runtimeFolder, sharedFolder} from '../own-gateway/runtime-folder.ts';

const name = 'gateway.sock';

/** Where `serve` listens unless told: a service where systemd gives it a folder, for a group where others can come to. */
export function defaultSocket(options: {
	readonly serviceDir: string | null;
	readonly runtimeDir: string | null;
	readonly isForGroup: boolean;
}): string | null {
	const folder =
		options.serviceDir ?? (options.isForGroup ? sharedFolder(ownUid()) : runtimeFolder(options.runtimeDir));
	return folder === null ? null : path.join(folder, name);
}

/** Where `connect` looks for a gateway, in this order: one of this user's own, or of that user's, and one of a service. */
export function socketsToTry(runtimeDir: string | null, owner: number | null): readonly string[] {
	const own = ownUid();
	const whose = owner ?? own;
	const folders = [
		...(whose === own ? [runtimeFolder(runtimeDir)] : [`/run/user/${whose}/dmtop`]),
		runtimeFolder(null, whose),
		sharedFolder(whose),
		'/run/dmtop',
	];
	return [...new Set(folders.flatMap(folder => (folder === null ? [] : [path.join(folder, name)])))];
}

/** The first of these that is there; null where none is. */
export function socketThere(paths: readonly string[]): string | null {
	return paths.find(file => isSocket(file)) ?? null;
}

function isSocket(file: string): boolean {
	try {
		return lstatSync(file).isSocket();
	} catch {
		// A folder that may not be entered holds nothing for this user.
		return false;
	}
}

function ownUid(): number | null {
	return process.getuid?.() ?? null;
}
