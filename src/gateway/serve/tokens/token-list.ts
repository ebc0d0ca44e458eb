import {type Role, roles} from '../visitor.ts';
import type {Key} from './keys.ts';

/** A token as it stands in the file: what it is called, what it allows, its hash, and since when it is there. */
export type TokenEntry = Key & {readonly name: string /** RFC 3339. */; readonly addedAt: string};

/** A name is one word that is safe in a log and on a screen. */
export const tokenName = /^[A-Za-z0-9][\w.@-]{0,63}$/;

/** The tokens in the text of a file. Throws an Error with one sentence that names the line where something is wrong. */
export function parseTokens(text: string): readonly TokenEntry[] {
	const entries = text.split('\n').flatMap((line, index) => {
		if (line.trim() === '' || line.startsWith('#')) return [];
		return [parseLine(line, index + 1)];
	});
	const twice = entries.find(({name}, index) => entries.findIndex(it => it.name === name) !== index);
	if (twice !== undefined) throw new Error(`the name ${twice.name} stands there twice`);
	return entries;
}

/** The text of a file with these tokens. */
export function tokensText(entries: readonly TokenEntry[]): string {
	const lines = entries.map(({name, role, hash, addedAt}) => [name, role, `${scheme}${hash}`, addedAt].join(' '));
	return `${heading}\n${lines.map(line => `${line}\n`).join('')}`;
}

const heading = '# Who may come to the gateway: name, role, hash, since when. Changed by dmtop token add and revoke.';
const scheme = 'sha256:';

function parseLine(line: string, number: number): TokenEntry {
	const [name = '', role = '', hash = '', addedAt = '', ...more] = line.trim().split(/\s+/);
	const bare = hash.startsWith(scheme) ? hash.slice(scheme.length) : '';
	const isWell = tokenName.test(name) && isRole(role) && /^[0-9a-f]{64}$/.test(bare) && more.length === 0;
	if (!isWell) throw new Error(`line ${number} is no token: expected NAME read|operate sha256:HASH TIME`);
	return {name, role, hash: bare, addedAt};
}

function isRole(word: string): word is Role {
	return roles.some(role => role === word);
}
