import {expect, test} from 'vitest';
import {answerLines} from '../../src/tui/pages/answer-lines.ts';
import {lineText} from '../../src/tui/ui/line.ts';
import type {Answers} from '../../src/words/answers.ts';
import {width} from '../../src/words/width.ts';

const answers: Answers = {
	title: 'needs you',
	what: "Error 1062 Duplicate entry '115517330442' for key 'PRIMARY'",
	where: 'billing-01 on worker1, Sync, INSERT INTO `billing`.`invoices`',
	since: 'before 14:04, when dmtop started',
	behind: '4.0 MiB of binlog, growing 0.3 MiB/s',
	dm: 'will not retry: 1062 is on its list of errors left to a person',
	now: [
		'make the row equal, then r',
		'1 look the key up',
		'  SELECT * FROM `billing`.`invoices`;',
		'2 make them equal',
	],
	more: '(e: steps)',
	line: null,
};

function shown(columns: number, rows: number, of: Answers = answers): readonly string[] {
	const lines = answerLines(of, columns, rows).map(lineText);
	expect(lines.length).toBeLessThanOrEqual(rows);
	for (const text of lines) expect(width(text)).toBeLessThanOrEqual(columns);
	return lines;
}

test('with room there is every answer, and the steps', () => {
	expect(shown(80, 20)).toEqual([
		" what    Error 1062 Duplicate entry '115517330442' for key 'PRIMARY'",
		' where   billing-01 on worker1, Sync, INSERT INTO `billing`.`invoices`',
		' since   before 14:04, when dmtop started',
		' behind  4.0 MiB of binlog, growing 0.3 MiB/s',
		' DM      will not retry: 1062 is on its list of errors left to a person',
		' Now:    1 look the key up',
		'           SELECT * FROM `billing`.`invoices`;',
		'         2 make them equal',
	]);
});

test('in four lines since and behind have left, and the one imperative says where the steps are', () => {
	expect(shown(80, 4)).toEqual([
		" what    Error 1062 Duplicate entry '115517330442' for key 'PRIMARY'",
		' where   billing-01 on worker1, Sync, INSERT INTO `billing`.`invoices`',
		' DM      will not retry: 1062 is on its list of errors left to a person',
		' Now:    make the row equal, then r   (e: steps)',
	]);
});

test('what and Now: stay to the last', () => {
	expect(shown(80, 2).map(text => text.slice(0, 6))).toEqual([' what ', ' Now: ']);
	expect(shown(80, 0)).toEqual([]);
});

test('a text that had to lose lines ends in the mark of it', () => {
	const [what] = shown(40, 2);
	expect(what).toBe(" what    Error 1062 Duplicate entry '1..");
});

test('what is not known has no line', () => {
	expect(shown(80, 9, {...answers, where: null, since: null, behind: null, dm: null, now: []})).toHaveLength(1);
});
