import {closeSync, constants, existsSync, fstatSync, openSync, readFileSync, realpathSync, statSync} from 'node:fs';
import path from 'node:path';
import {configPath} from '../connecting/config-path.ts';
import {UsageError} from '../exit.ts';

/** Where settings are: those of all users of the host, and the person's own, which go before them. */
export function configFiles(): readonly string[] {
	const own = configPath('config.yaml');
	return [hostFile, ...(own === null ? [] : [own])];
}

/** Those of them that are there: to look costs next to nothing. */
export function configFilesThere(files: readonly string[] = configFiles()): readonly string[] {
	return files.filter(file => existsSync(file));
}

const hostFile = '/etc/dmtop/config.yaml';

/**
 * The text of a file of settings. Throws a UsageError where it cannot be read, or somebody else than its owner could have
 * written it: it names the clusters that are operated.
 */
export function readConfigFile(file: string): string {
	let handle: number | null = null;
	try {
		// A pipe would be waited for.
		handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
		const stat = fstatSync(handle);
		if (!stat.isFile()) throw new UsageError(`${file} is no file`);
		refuseStrangers(file, stat);
		const real = realpathSync(file);
		refuseStrangers(path.dirname(real), statSync(path.dirname(real)));
		if (stat.size > mostBytes) throw new UsageError(`${file} is ${stat.size} bytes long, more than ${mostBytes}`);
		return readFileSync(handle, 'utf8');
	} catch (error) {
		if (error instanceof UsageError) throw error;
		const {code = 'unknown error'} = error as NodeJS.ErrnoException;
		throw new UsageError(`${file} cannot be read (${code})`);
	} finally {
		if (handle !== null) closeSync(handle);
	}
}

function refuseStrangers(what: string, {mode, uid}: {readonly mode: number; readonly uid: number}): void {
	const own = process.getuid?.() ?? uid;
	if (uid !== own && uid !== 0) throw new UsageError(`${what} belongs to another user (${uid}); it is not read`);
	// In a folder where only owners remove things, such as /tmp, nobody can put another file in its place.
	const isShared = (mode & constants.S_IFMT) === constants.S_IFDIR && (mode & 0o1000) !== 0;
	if ((mode & 0o022) !== 0 && !isShared)
		throw new UsageError(`others may write ${what}, and it names the clusters that are operated; chmod go-w ${what}`);
}

const mostBytes = 64 * 1024;
