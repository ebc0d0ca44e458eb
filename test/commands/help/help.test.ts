import {describe, expect, test} from 'vitest';
import {commandWords} from '../../../src/commands/args/command-words.ts';
import {type FlagWords, flagWords} from '../../../src/commands/args/flag-words.ts';
import {commands, type Flag, flagsOf, readFlags, typedFlag} from '../../../src/commands/args/usage.ts';
import {noConfig} from '../../../src/commands/config/config.ts';
import {exit, UsageError} from '../../../src/commands/exit.ts';
import {help} from '../../../src/commands/help/help.ts';
import {keyMeanings} from '../../../src/commands/help/key-meanings.ts';
import {topics} from '../../../src/commands/help/topics.ts';
import {statusWords} from '../../../src/domain/status-word.ts';
import {hotkeys} from '../../../src/tui/keys/hotkeys.ts';
import {keyTitle} from '../../../src/tui/keys/key-title.ts';
import {hasKeysForGood} from '../../../src/tui/keys/new-keys.ts';
import {verdicts} from '../../../src/words/theme.ts';
import {listener} from '../../support/commands.ts';

const flags = Object.keys(flagsOf()) as Flag[];

async function told(argument: string | null, man = false, config = noConfig): Promise<string> {
	const {stream, text} = listener();
	expect(await help({argument, man}, {stdout: stream, version: '1.2.3', findConfig: async () => config})).toBe(
		exit.fine,
	);
	return text();
}

function escaped(text: string): string {
	return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** As a person reads it. */
async function manual(): Promise<string> {
	const text = await told(null, true);
	return text.replaceAll('\\-', '-').replaceAll('\\&', '').replaceAll('\\(ti', '~').replaceAll('\\(dq', '"');
}

describe('the help and the manual', () => {
	test.for(flags)('tell of --%s and its value', async flag => {
		const {value}: FlagWords = flagWords[flag];
		const typed = `${typedFlag(flag)}${value === null ? '' : ` ${value}`}`;
		expect(await told(null)).toMatch(new RegExp(`^  ${typed}( {2,}\\S|$)`, 'm'));
		expect(await manual()).toContain(`\n.B ${typed}\n`);
		expect('completes' in flagWords[flag] || value !== null || flagsOf()[flag].type === 'boolean').toBe(true);
		expect(value === null).toBe(flagsOf()[flag].type === 'boolean');
	});

	test.for(Object.entries(commandWords))('tell of %s', async ([name, {usage}]) => {
		const page = await manual();
		expect(await told(null)).toContain(`\n  dmtop ${usage[0]}`);
		for (const each of usage) expect(page).toContain(`\n.B dmtop ${each}\n`);
		const own = await told(name);
		for (const flag of commands[name as keyof typeof commands].flags) expect(own).toContain(`\n  ${typedFlag(flag)}`);
	});

	test('name every key, letter and exit code', async () => {
		const page = await manual();
		const keys = await told('keys');
		for (const hotkey of hotkeys) {
			const names = hotkey.keys.map(keyTitle).join(', ');
			expect(page).toContain(`\n.B ${names}\n`);
			expect(keys).toContain(`\n  ${names} `);
			expect(keyMeanings).toHaveProperty(hotkey.id);
			if (!hasKeysForGood(hotkey)) expect(keys).toMatch(new RegExp(`^  ${escaped(names)} +${hotkey.id} +\\S`, 'm'));
		}
		for (const word of statusWords) expect(await told('letters')).toContain(`  ${verdicts[word].letter}  ${word}`);
		for (const code of Object.values(exit))
			expect(await told('exit-codes')).toMatch(new RegExp(`^  ${code} +\\S`, 'm'));
	});

	test('name the keys that somebody has given anew', async () => {
		const config = {...noConfig, keys: [{id: 'why', keys: ['e', 'F2'], place: 'config.yaml:1:1'}]};
		expect(await told('keys', false, config)).toMatch(/^ {2}e, F2 +why +all about what is wrong/m);
		expect(await told(null, true, config)).toMatch(/\n\.B e, F2\nall about what is wrong [^.]*\(why\)\n/);
	});

	test('are no wider than 100 columns, on every topic', async () => {
		for (const topic of [null, ...topics]) {
			for (const line of (await told(topic)).split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
		}
	});

	test('have no line in the manual that roff would take for a request of its own', async () => {
		const requests = (await told(null, true)).split('\n').filter(line => /^[.']/.test(line));
		expect(new Set(requests.map(line => line.split(' ')[0]))).toEqual(
			new Set(['.TH', '.SH', '.SS', '.TP', '.IP', '.PP', '.B', '.br']),
		);
	});

	test('refuse a topic that there is none of, and name all', async () => {
		await expect(told('nope')).rejects.toThrow(UsageError);
		await expect(told('nope')).rejects.toThrow(`received "nope", expected one of ${topics.join(', ')}`);
	});
});

test('what a flag completes its value with is what it takes', () => {
	const needs: Partial<Record<Flag, readonly string[]>> = {
		for: ['wait', 'orders'],
		scenario: ['demo'],
		dm: ['demo'],
		role: ['token', 'add x'],
	};
	for (const [flag, {completes}] of Object.entries(flagWords as Record<string, FlagWords>)) {
		if (!Array.isArray(completes)) continue;
		const words = needs[flag as Flag];
		const read = (value: string) => readFlags(words ?? [], {[flag]: value}, [], {DM_MASTER_ADDR: '10.0.0.1:8261'});
		for (const value of completes) expect(() => read(value), `--${flag} ${value}`).not.toThrow();
		expect(() => read('nope')).toThrow(completes.join(', '));
	}
});
