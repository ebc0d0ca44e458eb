import {randomBytes} from 'node:crypto';
import {closeSync, openSync, unlinkSync, writeSync} from 'node:fs';
import type {Writable} from 'node:stream';
import {systemClock} from '../../clock.ts';
import {thrownText} from '../../domain/text.ts';
import {hashOf} from '../../gateway/serve/tokens/keys.ts';
import {changeTokens, readTokens, TokenFileError} from '../../gateway/serve/tokens/token-file.ts';
import {type TokenEntry, tokenName} from '../../gateway/serve/tokens/token-list.ts';
import {meantInstead} from '../args/nearest.ts';
import type {Options} from '../args/usage.ts';
import {verbOf} from '../args/verbs.ts';
import {noConfigPath, tokensPath} from '../connecting/config-path.ts';
import {exit, UsageError} from '../exit.ts';

export type TokenIo = {readonly stdout: Writable; readonly stderr: Writable};

/** `dmtop token add NAME`, `list` and `revoke NAME`: who may come to a gateway. Throws a UsageError where that means nothing. */
export function token(options: TokenOptions, io: TokenIo): number {
	const {verb, name} = verbOf('token', options.argument);
	const file = tokensPath(options.tokens);
	if (file === null) throw new UsageError(noConfigPath);
	try {
		if (verb === 'add') return add(file, name, options, io);
		if (verb === 'list') return list(file, io);
		return revoke(file, name, io);
	} catch (error) {
		throw error instanceof TokenFileError ? new UsageError(error.message) : error;
	}
}

export type TokenOptions = Pick<Options, 'argument' | 'tokens' | 'tokenFile' | 'role'>;

function add(file: string, name: string, {role, tokenFile}: TokenOptions, {stdout, stderr}: TokenIo): number {
	if (role === null) throw new UsageError('token add needs --role read, operate or admin');
	if (!tokenName.test(name)) {
		throw new UsageError(`token add: received "${name}", expected a name of letters, digits and . _ @ -, at most 64`);
	}
	const token = `dmtop_${randomBytes(32).toString('base64url')}`;
	const addedAt = new Date(systemClock().wall()).toISOString();
	const entry: TokenEntry = {name, role, hash: hashOf(token), addedAt};
	const keep = tokenFile === null ? null : writePrivate(tokenFile, `${token}\n`);
	try {
		changeTokens(file, entries => {
			if (entries.some(it => it.name === name))
				throw new UsageError(`there is a token ${name} already; revoke it first`);
			return [...entries, entry];
		});
	} catch (error) {
		keep?.undo();
		throw error;
	}
	if (tokenFile === null) {
		stdout.write(`${token}\n`);
		stderr.write(`dmtop: this is the token ${name}; it is shown only now, and only its hash is kept in ${file}\n`);
	} else {
		stdout.write(`The token ${name} is in ${tokenFile}; only its hash is kept in ${file}.\n`);
	}
	return exit.fine;
}

/** A new file that only this user may read. Throws a UsageError where it cannot be made. */
function writePrivate(file: string, text: string): {readonly undo: () => void} {
	try {
		const opened = openSync(file, 'wx', 0o600);
		writeSync(opened, text);
		closeSync(opened);
		return {undo: () => unlinkSync(file)};
	} catch (error) {
		throw new UsageError(`--token-file: ${thrownText(error)}`);
	}
}

function list(file: string, {stdout, stderr}: TokenIo): number {
	const entries = readTokens(file);
	const longest = Math.max(4, ...entries.map(({name}) => name.length));
	const row = (name: string, role: string, since: string) => `${name.padEnd(longest)}  ${role.padEnd(7)}  ${since}\n`;
	if (entries.length === 0) stderr.write(`dmtop: there are no tokens in ${file}\n`);
	else stdout.write([row('NAME', 'ROLE', 'SINCE'), ...entries.map(it => row(it.name, it.role, it.addedAt))].join(''));
	return exit.fine;
}

function revoke(file: string, name: string, {stdout}: TokenIo): number {
	changeTokens(file, entries => {
		const names = entries.map(it => it.name);
		if (!names.includes(name)) throw new UsageError(`there is no token ${name}${meantInstead(name, names)} in ${file}`);
		return entries.filter(it => it.name !== name);
	});
	stdout.write(`The token ${name} is revoked; who came in with it is cut off within a second.\n`);
	return exit.fine;
}
