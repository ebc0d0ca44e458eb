import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, expect, test} from 'vitest';
import {status} from '../../src/commands/status.ts';
import {listener, nothingGiven} from '../support/commands.ts';
import {fixtureText} from '../support/recordings.ts';

const open = new Set<Server>();

afterEach(() => {
	for (const server of open) server.close();
	open.clear();
});

/** A master that gives recorded answers, and remembers what it was asked. */
async function master(answers: Readonly<Record<string, string>>) {
	const asked: string[] = [];
	const server = createServer(({url = ''}, response) => {
		asked.push(url);
		const [, file] = Object.entries(answers).find(([path]) => url.startsWith(path)) ?? [];
		response.writeHead(file === undefined ? 404 : 200, {'content-type': 'application/json'});
		response.end(file === undefined ? '{}' : fixtureText(file));
	});
	open.add(server.listen(0, '127.0.0.1'));
	await once(server, 'listening');
	return {asked, address: `127.0.0.1:${(server.address() as AddressInfo).port}`};
}

test.each([
	[
		'every worker is offline',
		'2.0.7-all-workers-dead/status.json',
		'2.0.7-all-workers-dead/members.json',
		1,
		/No answer tells of a task\.\n\n4 of 4 workers are offline: there may be tasks that no answer tells of/,
	],
	['there is no task yet', '2.0.7/empty/status.json', '2.0.7/empty/members.json', 0, /The cluster has no task\.\n$/],
] as const)('an empty answer: %s', async (_, told, members, code, text) => {
	const {address, asked} = await master({'/apis/v1alpha1/status': told, '/apis/v1alpha1/members': members});
	const [stdout, stderr] = [listener(), listener()];
	const io = {stdout: stdout.stream, stderr: stderr.stream, signal: new AbortController().signal};
	expect(await status({...nothingGiven, masters: [address]}, io)).toBe(code);
	expect(stdout.text()).toMatch(text);
	expect(asked).toContain('/apis/v1alpha1/members');
});

test('what nobody has to know before is asked at once: the version, the status, the members, the sources', async () => {
	const {address, asked} = await master({'/apis/v1alpha1/status': '2.0.7/sync/running.json'});
	const stdout = listener();
	const io = {stdout: stdout.stream, stderr: listener().stream, signal: new AbortController().signal};
	expect(await status({...nothingGiven, masters: [address]}, io)).toBe(0);
	expect(asked.slice(0, 4).sort()).toEqual([
		'/apis/v1alpha1/members',
		'/apis/v1alpha1/sources',
		'/apis/v1alpha1/status/',
		'/status',
	]);
});
