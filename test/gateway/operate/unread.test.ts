import {expect, test} from 'vitest';
import {type UnreadAsk, unreadAsk} from '../../../src/gateway/operate/unread.ts';

const nobody = {user: null, host: null, sshClient: null};

function check({text, asked}: {text: string; asked: UnreadAsk | null}): void {
	expect(unreadAsk(text)).toEqual(asked);
}

const request = (ask: unknown) => JSON.stringify({type: 'request', id: 1, ask});

test.each<{name: string; text: string; asked: UnreadAsk | null}>([
	{name: 'no JSON', text: '{', asked: null},
	{name: 'what changes nothing', text: request({type: 'raw', of: {type: 'all'}}), asked: null},
	{
		name: 'an operation with a target too many fields of which are wrong',
		text: request({type: 'operate', operation: 7, targets: [{task: 'billing', sources: ['a', 5]}], by: {user: 'mei'}}),
		asked: {
			operation: null,
			targets: [{task: 'billing', sources: ['a'], seen: []}],
			by: {...nobody, user: 'mei'},
		},
	},
	{
		name: 'an operation without targets',
		text: request({type: 'operate', operation: 'stop'}),
		asked: {operation: 'stop', targets: [{task: null, sources: null, seen: []}], by: nobody},
	},
	{
		name: 'an act on a lock',
		text: request({type: 'act', act: 'unlock', target: {task: 'orders', source: null, lock: 'orders-`a`.`b`'}}),
		asked: {
			operation: 'unlock',
			targets: [{task: 'orders', sources: null, seen: [], lock: 'orders-`a`.`b`'}],
			by: nobody,
		},
	},
	{
		name: 'an act on a relay, whose name is no text',
		text: request({type: 'act', act: {}, target: {source: 'sh-1'}, by: {host: 'bastion'}}),
		asked: {
			operation: null,
			targets: [{task: null, sources: ['sh-1'], seen: [], lock: null}],
			by: {...nobody, host: 'bastion'},
		},
	},
])('what can be read of what nobody looked at: $name', check);
