import {describe, expect, test} from 'vitest';
import {explain} from '../../src/commands/explain.ts';
import {width} from '../../src/words/width.ts';
import {listener, nothingGiven} from '../support/commands.ts';

function run(options: {argument?: string; list?: boolean; json?: boolean}) {
	const [stdout, stderr] = [listener(), listener()];
	const code = explain({...nothingGiven, ...options}, {stdout: stdout.stream, stderr: stderr.stream});
	return {code, stdout: stdout.text(), stderr: stderr.text()};
}

describe('one entry', () => {
	test('says what it means, what to do, in which order, and where that is written', () => {
		expect(run({argument: '43003'})).toEqual({
			code: 0,
			stderr: '',
			stdout: [
				'validator-stopped  (43001 43002 43003 43004 43005 43007)',
				'what    The validator stopped by an error; the task goes on, and its rows are',
				'        not checked.',
				'Now:    start the validator again',
				'     1  read its error: often a connection that is back by now (e)',
				'     2  start it again; without a mode, since it has run before',
				'          dmctl validation start TASK',
				'     3  see that it runs',
				'          dmctl validation status TASK',
				'DM      6.2 and later',
				'page    Continuous Data Validation in DM',
				'        https://docs.pingcap.com/tidb/stable/dm-continuous-data-validation',
				'',
				'Capitals stand for your names; r, p, X, e and others are keys of the full',
				'screen.',
				'',
			].join('\n'),
		});
	});

	test('fills in what a pasted message tells', () => {
		const pasted =
			"[code=10006:class=database:scope=not-set:level=high], Message: execute statement failed: INSERT INTO `a`.`b`, RawCause: Error 1062: Duplicate entry '7' for key 'PRIMARY'";
		expect(run({argument: pasted}).stdout).toContain("SELECT * FROM `a`.`b` WHERE <primary key> = '7';");
	});

	test('what was typed reaches the terminal clean', () => {
		const hostile = "Error 1062: Duplicate entry '\u001b]0;x\u0007\u202e7' for key 'k' in `a`.`b\u001b[31m`";
		const {stdout} = run({argument: hostile});
		expect(stdout).toContain('1062-row');
		expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
		expect(run({argument: '\u001b[2Jfox'})).toEqual({
			code: 1,
			stdout: '',
			stderr: 'dmtop: no advice is known for ?fox\n',
		});
	});
});

describe('nothing known', () => {
	test('is said, with an exit code', () => {
		expect(run({argument: '12345'})).toEqual({
			code: 1,
			stdout: '',
			stderr: 'dmtop: no advice is known for 12345\n',
		});
		expect(run({argument: '12345', json: true}).stdout).toBe('{\n  "entries": []\n}\n');
	});
});

describe('the whole list', () => {
	test('has one line for each, with the codes', () => {
		const {code, stdout} = run({list: true});
		const lines = stdout.trimEnd().split('\n');
		expect(code).toBe(0);
		expect(lines.length).toBeGreaterThan(100);
		expect(lines.find(line => line.startsWith('table-missing '))).toMatch(
			/^table-missing +44019 44007 \.\. +The target has no/,
		);
	});

	test('is JSON of the same', () => {
		const {entries} = JSON.parse(run({list: true, json: true}).stdout);
		expect(entries.length).toBe(run({list: true}).stdout.trimEnd().split('\n').length);
		expect(entries.find((entry: {id: string}) => entry.id === 'relay-paused')).toEqual({
			id: 'relay-paused',
			codes: [],
			sqlErrors: [],
			means: expect.stringMatching(/relay/),
			now: {
				text: 'resume the relay',
				key: null,
				nextKey: null,
				lines: [{type: 'dmctl', text: 'dmctl resume-relay -s SOURCE', versions: null}],
			},
			steps: expect.any(Array),
			note: expect.any(String),
			page: {title: 'Data Migration Relay Log', url: 'https://docs.pingcap.com/tidb/stable/relay-log'},
			versions: null,
		});
	});

	test('no entry is wider than 80 columns, but for what is pasted', () => {
		const {entries} = JSON.parse(run({list: true, json: true}).stdout);
		const wide = entries.flatMap(({id}: {id: string}) =>
			run({argument: id})
				.stdout.split('\n')
				.filter(line => width(line) > 80 && !line.startsWith('          ')),
		);
		expect(wide).toEqual([]);
	});
});
