import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {topicText} from '../../../src/commands/help/topics.ts';
import {notOffered} from '../../../src/words/acts/not-offered.ts';

const document = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');

test('docs/operating.md has all that is not offered, and no more', () => {
	const rows = notOffered.map(({what, why, dmctl}) => `| ${what} | ${why} | \`${dmctl}\` |`);
	expect(document.split('\n').filter(line => /^\|.*`[^`]+` \|$/.test(line))).toEqual(rows);
});

test('dmtop help acts has each with its line of dmctl, and each command that acts', () => {
	const text = topicText('acts', []) ?? '';
	const words = text.replace(/\s+/g, ' ');
	for (const {what, why, dmctl} of notOffered) {
		expect(words).toContain(`${what}: ${why}`);
		expect(text).toContain(`\n  dmctl ${dmctl}\n`);
		expect(why).toMatch(/^[A-Z].*\.$/);
	}
	for (const line of [
		'relay start SOURCE',
		'lock unlock ID',
		'skip TASK',
		'source pause',
		'validation stop',
		'start FILE',
	])
		expect(text).toContain(`dmtop ${line}`);
});
