import {describe, expect, test} from 'vitest';
import {readTaskFile} from '../../../src/dm/ask/task-file.ts';

const head = 'name: "billing"\ntarget-database: {host: db, user: root, password: "PASSWORD"}\n';
const instances = 'mysql-instances:\n  - source-id: orders-01\n  - source-id: 42\n';
const fileWith = (password: string) => head.replace('PASSWORD', password) + instances;

describe('the file of a task', () => {
	test('gives its names and its secrets', () => {
		const text = `${fileWith('pw-1')}x:\n  security: {ssl-key-bytes: KEY}\n  secret: [a, {b: c}]\n`;
		expect(readTaskFile(text, 'tasks/billing.yaml')).toEqual({
			path: 'tasks/billing.yaml',
			task: 'billing',
			sources: ['orders-01', '42'],
			text,
			secrets: ['pw-1', 'KEY', 'a', 'c'],
		});
	});

	test('may have an empty password: such a one has been started', () => {
		expect(readTaskFile(fileWith(''), 'x').secrets).toEqual([]);
	});

	test.for([
		['masked passwords', fileWith('******'), 'its passwords are masked'],
		['no name', instances, 'does not say the name'],
		['no source', head, 'names no source'],
		['a list', '- a', 'it describes no task'],
		['a text', 'hunter2', 'it describes no task'],
		['what is no YAML', `${fileWith('hunter2')}"hunter2: [`, 'it cannot be read as YAML, at line'],
		['too much of it', `${fileWith('hunter2')}#${'x'.repeat(1024 * 1024)}`, 'it cannot be read as YAML'],
		['a name that steers a terminal', `${fileWith('hunter2').replace('billing', '\\u001b[2J')}`, 'cannot be shown'],
	])('with %s is refused, and nothing of it is quoted', ([, text = '', expected = '']) => {
		const told = () => readTaskFile(text, 'x');
		expect(told).toThrow(expected);
		expect(told).not.toThrow('hunter2');
	});
});
