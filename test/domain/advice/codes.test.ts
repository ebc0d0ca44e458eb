import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {adviceFor, adviceForText} from '../../../src/domain/advice/advice.ts';
import {findingKinds} from '../../../src/domain/rules/finding-kind.ts';
import {fixtures} from '../../support/recordings.ts';

/** Every code in an answer of a real cluster or of a reported case: as a field, and in a text of DM. */
function codesOf(text: string): readonly number[] {
	return [...text.matchAll(/ErrCode\\?"?: ?(\d{5})|\[code=(\d{5})/g)].map(([, field, printed]) =>
		Number(field ?? printed),
	);
}

const recorded = readdirSync(fixtures, {recursive: true, encoding: 'utf8'})
	.filter(file => /\.(json|jsonl|txt)$/.test(file))
	.flatMap(file => codesOf(readFileSync(path.join(fixtures, file), 'utf8')));
const codes = [...new Set(recorded)].sort();

/** Of these nothing is documented: DM itself gives no number of its own to them. */
const withoutAdvice: readonly number[] = [50000];

describe('the codes that the fixtures hold', () => {
	test('are the ones that are looked at here', () => {
		expect(codes).toEqual([
			10001, 10005, 10006, 11001, 11111, 11118, 20003, 20019, 20057, 30012, 34019, 36027, 36053, 36062, 36067, 36069,
			38008, 38019, 38020, 38021, 38022, 38024, 38025, 38029, 38032, 38041, 38045, 40039, 40050, 40051, 40054, 40055,
			40061, 40071, 43003, 43006, 44019, 46008, 46012, 46014, 46017, 46030, 50000,
		]);
	});

	test.for(codes.filter(code => !withoutAdvice.includes(code)))('%i has an entry', code => {
		expect(adviceForText(String(code))).not.toEqual([]);
	});

	test.for(withoutAdvice)('no advice is known for %i', code => {
		expect(adviceForText(String(code))).toEqual([]);
		const error = {code, class: null, scope: null, level: null, message: 'x', rawCause: null, workaround: null};
		expect(adviceFor({error})?.now.text).toBe(`no advice is known for ${code}`);
	});
});

/** The table of DM's page on errors, and the errors that it treats beside the table. */
const documented = [
	'10001',
	'10002',
	'10003',
	'10005',
	'10006',
	'11006',
	'20010',
	'26002',
	'32001',
	'38008',
	'invalid connection',
	'driver: bad connection',
	'event from bin.001 in 5 diff from passed-in event bin.002',
	'get binlog error ERROR 1236 (HY000)',
	'binlog checksum mismatch, data may be corrupted',
	"Access denied for user 'root'@'172.31.43.27' (using password: YES)",
	"packet for query is too large. Try adjusting the 'max_allowed_packet' variable",
	'mydumper: argument list too long.',
	// The questions that its FAQ answers about errors.
	'online ddls on ghost table `xxx`.`_xxxx_gho`',
	"Error 1054: Unknown column 'binlog_gtid' in 'field list'",
	'parse mydumper metadata error: EOF',
	'duplicate entry',
	'ERROR 1236 (HY000): The slave is connecting using CHANGE MASTER TO MASTER_AUTO_POSITION = 1, but the master has purged binary logs containing GTIDs that the slave requires.',
	'fail to start embed etcd, RawCause: member xxx has already been bootstrapped',
	'flush local meta, Rawcause: open relay-dir/xxx.000001/relay.metayyyy: no such file or directory',
	"Unknown character set: 'utf32'",
];

test.for(documented)('of the documentation: %s', text => {
	expect(adviceForText(text)).not.toEqual([]);
});

/** What a rule finds tells what to do even where nothing is known of an error. */
const byError = ['subtask'];

test.for(findingKinds.filter(kind => !byError.includes(kind)))('a finding of kind %s', kind => {
	expect(adviceFor({kind})?.now.text).not.toBe('');
	expect(adviceFor({kind})).not.toBeNull();
});
