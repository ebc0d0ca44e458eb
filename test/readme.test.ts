import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {commandWords} from '../src/commands/args/command-words.ts';
import {type Flag, flagsOf, typedFlag} from '../src/commands/args/usage.ts';
import {statusWords} from '../src/domain/status-word.ts';
import {hotkeys} from '../src/tui/keys/hotkeys.ts';
import {keyTitle} from '../src/tui/keys/key-title.ts';
import {verdicts} from '../src/words/theme.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (file: string) => readFileSync(root + file, 'utf8');

describe('the README', () => {
	const text = read('README.md');

	test('is read in one go', () => {
		expect(text.split('\n').length).toBeLessThan(250);
	});

	test('names every letter, key, flag and command', () => {
		const named = [
			...statusWords.map(word => `\n| \`${verdicts[word].letter}\` | ${word} |`),
			...hotkeys.flatMap(({keys}) => keys.map(key => `\`${keyTitle(key)}\``)),
			...(Object.keys(flagsOf()) as Flag[]).map(flag => `\`${typedFlag(flag)}\``),
			...Object.keys(commandWords).flatMap(name => (name === 'watch' ? [] : [`dmtop ${name}`])),
		];
		expect(named.filter(each => !text.includes(each))).toEqual([]);
	});
});

test.for([
	'README.md',
	'CONTRIBUTING.md',
	...readdirSync(`${root}docs`)
		.filter(name => name.endsWith('.md'))
		.map(name => `docs/${name}`),
])('%s leads to files that are there', file => {
	const links = [...read(file).matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
	const from = file.includes('/') ? `${root}docs/` : root;
	expect(links.filter(link => !existsSync(from + link))).toEqual([]);
});
