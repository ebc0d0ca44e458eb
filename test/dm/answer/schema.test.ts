import {expect, test} from 'vitest';
import {translateConfig} from '../../../src/dm/answer/config.ts';
import {translateMembers} from '../../../src/dm/answer/members.ts';
import {translateOperate} from '../../../src/dm/answer/operate.ts';
import {translateStatus} from '../../../src/dm/answer/translate.ts';
import {translateVersion} from '../../../src/dm/answer/version.ts';
import {fixture, fixtureJson, recordedExchanges} from '../../support/fixtures.ts';

const exchanges = recordedExchanges();
const answered = exchanges.filter(({httpStatus}) => httpStatus === 200);

test('the recordings are there', () => {
	expect(exchanges.filter(({path}) => path.startsWith('/apis/v1alpha1/status/')).length).toBeGreaterThan(200);
	expect(exchanges.filter(({method}) => method === 'PUT').length).toBeGreaterThan(90);
});

test.each(answered.filter(({path}) => path.startsWith('/apis/v1alpha1/status/')))('$file is a status', ({
	file,
	path,
}) => {
	if (/no_such_task|nope|9999/.test(path)) {
		expect(() => translateStatus(fixtureJson(file))).toThrow(/^refused: /);
		return;
	}
	const cluster = translateStatus(fixtureJson(file));
	expect(cluster.shape).toBe(file.startsWith('1.0') ? 'workers' : 'sources');
	const named = cluster.sources.map(({source, worker}) => source ?? worker);
	expect(named).not.toContain(null);
	const subtasks = cluster.sources.flatMap(source => source.subtasks);
	expect(cluster.tellsValidation).toBe(!/^[12]\.0/.test(file) && subtasks.length > 0);
	for (const {work, stage} of subtasks) expect([work.type, stage]).not.toContain('');
});

test.each(answered.filter(({path}) => path.startsWith('/apis/v1alpha1/tasks/')))('$file of $method', ({
	file,
	method,
	path,
}) => {
	const json = fixtureJson(file);
	if (method === 'PUT') expect(translateOperate(json).op).toMatch(/^(Pause|Resume|Stop|Delete|99)$/);
	else if (!path.includes('type=')) expect(() => translateConfig(json, 'orders_merge')).toThrow(/invalid config op/);
	else expect(translateConfig(json, 'orders_merge').sources).toHaveLength(3);
	expect(() => translateStatus(json)).toThrow();
});

test.each(answered.filter(({path}) => path.startsWith('/apis/v1alpha1/members')))('$file are members', ({file}) => {
	expect(translateMembers(fixtureJson(file)).leader).toBe('master1');
	expect(() => translateStatus(fixtureJson(file))).toThrow('received an object with "result", "msg", "members"');
});

test.each([
	['1.0.7', null],
	['2.0.7', null],
	['6.5.0', 'v6.5.0'],
	['8.5.7', 'v8.5.7'],
	['26.3.3-head', 'v26.3.3-head-c7b2588'],
])('the version of %s', (recording, expected) => {
	expect(translateVersion(fixture(`${recording}/empty/version.txt`))).toBe(expected);
});

test('the version of another program', () => {
	expect(() => translateVersion('<html>nginx\x1b[2J</html>')).toThrow(
		'received "<html>nginx?</html>", expected a line with "Release Version:"',
	);
});

test.each([
	['nothing', null, `received null, expected a master's status with "workers" or "sources"`],
	['a list', [], 'received a list, expected'],
	['a text', 'Not Found', 'received a text, expected'],
	['an empty object', {}, 'received an empty object, expected'],
	['another program', {status: 'ok', 'a\x1b[2Jb': 1}, 'received an object with "status", "a?b", expected'],
	['many keys', {a: 1, b: 2, c: 3, d: 4, e: 5, f: 6}, 'an object with "a", "b", "c", "d", "e", …, expected'],
	["dmctl's list", fixtureJson('docs-1.0/list.json'), `this is dmctl's task list ("tasks"), not a master's answer`],
	['a refusal of 1.0', {msg: 'task x has no workers'}, 'refused: task x has no workers'],
	['a refusal of 2.0', {result: false, msg: 'not yet\x07', sources: []}, 'refused: not yet?'],
	['a refusal without a word', {result: false, msg: '', sources: []}, 'refused: without a reason'],
	['sources that are no list', {result: true, sources: {}}, 'received an object at sources, expected an array'],
	['an entry that is no object', {result: true, sources: [7]}, 'received 7 at sources.0, expected an object'],
	['an entry of something else', {result: true, sources: [{id: 1}]}, 'received nothing at sources.0.sourceStatus'],
	['a worker without a name', {result: true, workers: [{msg: ''}]}, 'received nothing at workers.0.worker'],
	[
		'subtasks that are no list',
		{result: true, sources: [{result: true, sourceStatus: null, subTaskStatus: 'none\x9b2J'}]},
		'received "none?" at sources.0.subTaskStatus, expected an array',
	],
	[
		'a subtask without a name',
		{result: true, workers: [{worker: 'a:1', subTaskStatus: [{stage: 'Running'}]}]},
		'received nothing at workers.0.subTaskStatus.0.name, expected',
	],
])('%s is refused with a sentence', (_, body, sentence) => {
	expect(() => translateStatus(body)).toThrow(sentence);
});

test('1.0 leaves out an empty list of workers', () => {
	expect(translateStatus({result: true})).toEqual({shape: 'workers', sources: [], tellsValidation: false});
});

test('a field of an unexpected type loses nothing but itself', () => {
	const strange = {
		name: 'orders',
		stage: 9,
		unit: 'Sync',
		result: 'none',
		sync: {
			totalEvents: {},
			recentTps: 'many',
			masterBinlog: 7,
			syncerBinlog: '(b.000001, 4)',
			blockingDDLs: 'x',
			unresolvedGroups: [7, {target: 't'}],
		},
		validation: 3,
		invented: {by: 'a newer version'},
	};
	const sourceStatus = {source: 's1', worker: 'w1', result: 4, relayStatus: []};
	const {sources} = translateStatus({
		result: true,
		sources: [{result: true, msg: 5, sourceStatus, subTaskStatus: [strange, {name: 'fine'}]}],
	});
	expect(sources).toMatchObject([
		{
			source: 's1',
			answered: true,
			message: null,
			errors: [],
			relay: null,
			subtasks: [
				{
					task: 'orders',
					stage: '9',
					result: null,
					validation: null,
					work: {
						type: 'Sync',
						totalEvents: null,
						recentTps: null,
						upstream: null,
						checkpoint: {file: 'b.000001', offset: 4},
						blockingDdls: [],
						groups: [{target: 't', ddls: [], received: true}],
					},
				},
				{task: 'fine', stage: 'InvalidStage', work: {type: 'Other', unit: 'InvalidUnit'}},
			],
		},
	]);
});
