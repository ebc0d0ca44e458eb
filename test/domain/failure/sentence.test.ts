import {describe, expect, test} from 'vitest';
import {essence, firstLine, plainly, sentenceOf} from '../../../src/domain/failure/sentence.ts';

const refused = 'dial tcp 127.0.0.1:3307: connect: connection refused';
const location =
	'startLocation: [position: (mysql-bin.000001, 2194069), gtid-set: 0-101-230], endLocation: [position: (mysql-bin.000001, 2194128), gtid-set: 0-101-230]';
const mismatch = "Column count doesn't match value count: 2 (columns) vs 3 (values)";

describe('the sentence of an error', () => {
	test.each([
		['the cause', 'database driver error', refused, refused],
		['the message where there is no cause', 'request  not valid', null, 'request  not valid'],
		[
			'what follows a location and what DM was about',
			`${location}: gen update sqls failed, sourceTable: \`billing\`.\`accounts\`, targetTable: \`billing\`.\`accounts\`: ${mismatch}`,
			null,
			`${mismatch} (\`billing\`.\`accounts\`)`,
		],
		[
			'of odd names, and of a table that it names already',
			`${location}: gen insert sqls failed, sourceTable: \`odd: x\`.\`sp ace\`, targetTable: \`a\`.\`b\`: no \`odd: x\`.\`sp ace\``,
			null,
			'no `odd: x`.`sp ace`',
		],
		[
			'what follows a statement',
			`${location}, origin SQL: [alter table a add b int /* [x] */]: unsupported`,
			null,
			'unsupported',
		],
		[
			'of the second line, where the first holds only the place',
			`current pos (mysql-bin|000001.000002, 15):\nquery failed\nstack`,
			null,
			'query failed',
		],
		[
			'what the relay ran into',
			`start reader for UUID 0-101.000001: start sync from position (mysql-bin.000001, 4): ${refused}`,
			null,
			refused,
		],
		[
			'the statement with what a parser says of it',
			`${location}: parse DDL: alter table a add b point`,
			'line 1 column 51 near "point" ',
			'parse DDL: alter table a add b point: line 1 column 51 near "point"',
		],
		[
			'a conflict, not what it holds in full',
			`${location}: fail to handle shard ddl [ALTER TABLE a] in optimistic mode, because schema conflict detected, conflict error: [code=11111:class=functional], Message: no`,
			null,
			'fail to handle shard ddl [ALTER TABLE a] in optimistic mode, because schema conflict detected, conflict error: [code=11111:class=functional], Message: no',
		],
		['of an error without any text', null, null, 'DM gives no text'],
		['a place alone', `${location}: `, null, 'DM gives no text'],
	])('is %s', (_, message, rawCause, sentence) => {
		expect(sentenceOf({message, rawCause})).toBe(sentence);
	});

	test('is cut only after the location has gone, however long that is', () => {
		const gtids = Array.from({length: 500}, (_, n) => `a1b2c3d4-0000-11ee-8000-0242ac1100${n}:1-${n}`).join(',');
		const long = location.replace('0-101-230', gtids);
		expect(sentenceOf({message: `${long}: ${mismatch}`, rawCause: null})).toBe(mismatch);
	});
});

test.each([
	['connection refused', 'connection refused'],
	['', ''],
	['[code=11111:class=functional:scope=internal:level=medium], Message: no way', '11111 no way'],
	[
		`error when get master status: [code=10001:class=database:scope=not-set:level=high], Message: database driver error, RawCause: ${refused}, Workaround: Please check it.`,
		`10001 ${refused}`,
	],
	['[code=11111], Message: a\nb, Workaround: c', '11111 a'],
	['[code=11111]', '11111'],
	['[code=x], Message: a', '[code=x], Message: a'],
	[
		`[code=38008:class=dm-master:scope=internal:level=high], Message: grpc request error, RawCause: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing ${refused}", Workaround: x`,
		`38008 ${refused}`,
	],
	[
		`[code=38008:class=dm-master:scope=internal:level=high] grpc request error: rpc error: code = Unavailable desc = all SubConns are in TransientFailure, latest connection error: connection error: desc = "transport: Error while dialing ${refused}"\ngithub.com/pingcap/dm/pkg/terror.(*Error).Delegate\n\tterror.go:271`,
		`38008 ${refused}`,
	],
	[
		'[code=38008:class=dm-master:scope=internal:level=high], Message: grpc request error, RawCause: rpc error: code = DeadlineExceeded desc = context deadline exceeded, Workaround: x',
		'38008 context deadline exceeded',
	],
	[
		'[code=38031:class=dm-master:scope=internal:level=high] operation 8 of task billing on worker 127.0.0.1:8262 not success: [code=40050:class=dm-worker:scope=internal:level=high] current stage is Paused but not running, invalid\ngithub.com/x',
		'40050 current stage is Paused but not running, invalid',
	],
	[
		'[code=38032:class=dm-master:scope=internal:level=high], Message: some error occurs in dm-worker: ErrCode:10006 ErrClass:"database" ErrScope:"not-set" ErrLevel:"high" Message:"execute statement failed: REPLACE INTO `a`" RawCause:"Error 1146: Table \'say \\"a\\"\' doesn\'t exist" , Workaround: Please execute `query-status` to check status.',
		"10006 Error 1146: Table 'say \"a\"' doesn't exist",
	],
])('of %j remains %j', (text, rest) => {
	expect(essence(text)).toBe(rest);
});

test('what one sentence says of another keeps its beginning', () => {
	expect(plainly('refused: [code=38008:class=x], Message: y, RawCause: z')).toBe('refused: 38008 z');
	expect(plainly('timed out')).toBe('timed out');
});

test('a first line is the first that says anything, and is cut at its limit', () => {
	expect(firstLine('\n \n a b \nc')).toBe('a b');
	expect(firstLine('abcdefgh', 6)).toBe('abc...');
});

test.each([
	`[code=1], Message: ${', RawCause '.repeat(5000)}${'[code=2], Message: '.repeat(2000)}`,
	'[code=1], Message: '.repeat(5000),
	'startLocation: [a], endLocation: [b], origin SQL: ['.repeat(1500),
	`gen x sqls failed, sourceTable: ${'`'.repeat(60_000)}`,
	'[code=1] some error occurs in dm-worker: ErrCode:1 RawCause:"'.concat('\\"'.repeat(30_000)),
	'transport: '.repeat(6000),
])('a long hostile text takes no time (%#)', text => {
	for (const said of [essence(text), sentenceOf({message: text, rawCause: null})]) {
		expect(said.length).toBeLessThan(200);
	}
});
