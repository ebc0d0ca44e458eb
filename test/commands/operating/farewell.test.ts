import {expect, test} from 'vitest';
import {printOutcomes} from '../../../src/commands/operating/farewell.ts';
import {createOutbox} from '../../../src/tui/shell/outbox.ts';
import type {ActCommand, OperateCommand} from '../../../src/tui/state.ts';
import type {LinkReply} from '../../../src/wire/link.ts';
import {listener} from '../../support/commands.ts';
import {somebody} from '../../support/counter.ts';

const operation: OperateCommand = {
	...{type: 'operate', id: 1, instance: 'one', operation: 'pause'},
	targets: [{task: 'billing', sources: null, seen: []}],
};
const act: ActCommand = {
	...{type: 'act', id: 2, instance: 'one', act: 'pause-relay', seen: [], typed: 0},
	target: {task: null, source: 'orders-02', lock: null},
};

/** What is printed once both were sent and the screen was left before either was answered. */
async function printed(replies: readonly LinkReply[], {aborted = false} = {}) {
	const asked: unknown[] = [];
	const seen: unknown[] = [];
	const outbox = createOutbox({
		async request(ask) {
			asked.push(ask);
			return replies[asked.length - 1] ?? new Promise<never>(() => {});
		},
		by: somebody,
		cluster: '',
		onReply: ({id}, {type}) => seen.push([id, type]),
	});
	outbox.send(operation);
	outbox.send(act);
	const [stdout, stderr] = [listener(), listener()];
	const io = {stdout: stdout.stream, stderr: stderr.stream, connection: () => ''};
	await printOutcomes(outbox.left(), {...io, signal: aborted ? AbortSignal.abort() : new AbortController().signal});
	return {asked, seen, stdout: stdout.text(), stderr: stderr.text(), outbox};
}

const billing = {task: 'billing', sources: null, outcome: 'done', message: null, parts: []} as const;
const failed = {outcome: 'failed', message: 'the relay is Running still', parts: []} as const;

test('what was under way when the screen was left is told as it ends, an act like an operation', async () => {
	const {asked, seen, stdout, stderr} = await printed([
		{type: 'answered', value: [billing]},
		{type: 'answered', value: failed},
	]);
	expect(asked).toMatchObject([
		{type: 'operate', operation: 'pause', by: somebody},
		{type: 'act', act: 'pause-relay', by: somebody},
	]);
	expect(seen).toEqual([
		[1, 'answered'],
		[2, 'answered'],
	]);
	expect(stderr).toContain('waiting for the outcome of pause billing; pause relay of orders-02 (Ctrl-C stops waiting)');
	expect(stdout).toContain('pause billing: DM answered done');
	expect(stdout).toContain('pause relay of orders-02: failed: the relay is Running still');
});

test('what is refused or lost is told as that', async () => {
	const {stdout} = await printed([
		{type: 'refused', message: 'read-only'},
		{type: 'lost', message: 'the link went'},
	]);
	expect(stdout).toContain('pause billing: refused');
	expect(stdout).toContain('pause relay of orders-02: unknown: the link went');
});

test('whoever stops waiting is told that it is unknown', async () => {
	const {stdout} = await printed([], {aborted: true});
	expect(stdout).toMatch(/pause billing: (outcome )?unknown/);
	expect(stdout).toContain('pause relay of orders-02: unknown: interrupted while waiting');
});

test('what somebody has seen on the screen is not told again', async () => {
	const {outbox} = await printed([
		{type: 'answered', value: [billing]},
		{type: 'answered', value: failed},
	]);
	outbox.keep(new Set([2]));
	expect(outbox.left()).toMatchObject([{type: 'act'}]);
});
