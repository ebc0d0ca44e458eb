import {describe, expect, test} from 'vitest';
import {refuseWithoutScreen} from '../../../src/commands/args/idle.ts';
import {readFlags} from '../../../src/commands/args/usage.ts';
import {UsageError} from '../../../src/commands/exit.ts';
import {nothingGiven} from '../../support/commands.ts';

const env = {DM_MASTER_ADDR: '10.0.0.1:8261'};
const read = (words: string, flags: Readonly<Record<string, unknown>>) =>
	readFlags(words === '' ? [] : words.split(' '), {master: [], ...flags}, [], env);

describe('a flag that does nothing as the rest is', () => {
	test.each<[string, Readonly<Record<string, unknown>>, string]>([
		['', {plain: true, goto: 'tasks'}, '--goto does nothing here: --plain draws no screen'],
		['demo', {plain: true, notify: 'bell'}, '--notify does nothing here: --plain draws no screen'],
		['connect', {plain: true, mouse: true}, '--mouse does nothing here: --plain draws no screen'],
		['serve', {state: false, stateLimit: '8MB'}, '--state-limit does nothing here: --no-state keeps nothing'],
		['simulate', {replay: 'x.json', seed: '3'}, '--seed does nothing here: --replay plays what was recorded'],
		['simulate', {speed: '2'}, '--speed does nothing here: it is for --replay'],
		['token list', {role: 'read'}, '--role does nothing here: it is for token add'],
		['token revoke x', {tokenFile: 'f'}, '--token-file does nothing here: it is for token add'],
		['help keys', {man: true}, '--man does nothing here: the manual is of all topics'],
		['connect wss://h:1', {owner: 'bob'}, '--owner does nothing here: it is for a socket (unix:PATH)'],
		['connect', {sslCa: 'ca.pem'}, '--ssl-ca does nothing here: it is for wss://'],
		['connect unix:/x', {insecureNetwork: true}, '--insecure-network does nothing here: it is for ws://'],
	])('%s %j', (words, flags, says) => {
		expect(() => read(words, flags)).toThrow(new UsageError(says));
	});

	test.each<[string, Readonly<Record<string, unknown>>]>([
		['', {goto: 'tasks', mouse: true, notify: 'bell'}],
		['', {plain: true, ascii: true}],
		['simulate', {replay: 'x.json', speed: '2'}],
		['token add x', {role: 'read', tokenFile: 'f'}],
		['help', {man: true}],
		['connect unix:/x,wss://h:1', {owner: 'bob', sslCa: 'ca.pem'}],
		['connect wss://h:1', {sslCa: 'ca.pem'}],
		['connect ws://h:1', {insecureNetwork: true}],
	])('but not %s %j', (words, flags) => {
		expect(() => read(words, flags)).not.toThrow();
	});
});

test('what is for the full screen is refused where there is none', () => {
	expect(() => refuseWithoutScreen({...nothingGiven, goto: 'tasks'})).toThrow(
		new UsageError('--goto is for the full screen, and here is no terminal: the list is printed once'),
	);
	expect(() => refuseWithoutScreen({...nothingGiven, write: true})).toThrow('--write is for the full screen');
	expect(() => refuseWithoutScreen(nothingGiven)).not.toThrow();
});
