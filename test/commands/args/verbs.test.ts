import {expect, test} from 'vitest';
import {commands} from '../../../src/commands/args/usage.ts';
import {verbOf, verbs} from '../../../src/commands/args/verbs.ts';
import {UsageError} from '../../../src/commands/exit.ts';

test.each([
	['relay', 'pause replica-03', {verb: 'pause', name: 'replica-03'}],
	['lock', 'list', {verb: 'list', name: ''}],
	['lock', 'unlock orders-`a b`.`c`', {verb: 'unlock', name: 'orders-`a b`.`c`'}],
	['config', 'check', {verb: 'check', name: ''}],
] as const)('%s %s', (command, argument, expected) => {
	expect(verbOf(command, argument)).toEqual(expected);
});

test.each([
	['relay', 'pasue r', 'relay: received "pasue" (did you mean "pause"?), expected one of pause, resume, start'],
	['lock', 'unlok x', 'lock: received "unlok" (did you mean "unlock"?), expected one of list, unlock'],
	['source', 'pause', 'source pause needs a source'],
	['validation', 'stop  ', 'validation stop needs the name of a task'],
	['token', 'revoke', 'token revoke needs the name of a token (dmtop token list)'],
	['lock', 'list all', 'lock list takes no "all"; see dmtop help lock'],
	['config', 'toString', 'config: received "toString", expected one of init, check, show'],
	['config', null, 'config: received "", expected one of init, check, show'],
] as const)('%s %s is refused', (command, argument, says) => {
	expect(() => verbOf(command, argument)).toThrow(new UsageError(says));
});

test('they are those of commands that take a text', () => {
	for (const name of Object.keys(verbs)) {
		expect(commands[name as keyof typeof verbs].argument).toMatchObject({optional: false, isText: true});
	}
});
