import {describe, expect, test} from 'vitest';
import {createMailbox, type Latest} from '../../../src/gateway/serve/mailbox.ts';
import {createTestPeer} from '../../support/peer.ts';

const whole = (text: string): Latest => ({text, seq: null, delta: null});
const limits = {slowBytes: 10, tooSlowBytes: 30};

const nobodyGivenUp = () => {
	throw new Error('the reader was given up');
};

test('messages go out at once while the reader keeps up', () => {
	const peer = createTestPeer();
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.sendLatest('overview', whole('a1'));
	mailbox.sendLatest('overview', whole('a2'));
	expect(peer.sent).toEqual(['a1', 'a2']);
});

test('a slow reader gets the newest message of each topic, in the order in which the topics came', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.sendLatest('overview', whole('a first message'));
	mailbox.sendLatest('overview', whole('a2'));
	mailbox.sendLatest('sources', whole('s1'));
	mailbox.sendLatest('overview', whole('a3'));
	expect(peer.sent).toEqual(['a first message']);
	peer.drain();
	expect(peer.sent).toEqual(['a first message', 'a3', 's1']);
});

test('what is kept is let out only as far as the reader reads', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	for (const key of ['first message', 'second message', 'third message']) mailbox.sendLatest(key, whole(key));
	peer.drain();
	expect(peer.sent).toEqual(['first message', 'second message']);
	peer.drain();
	expect(peer.sent).toEqual(['first message', 'second message', 'third message']);
});

test('a newer message never overtakes an older one that is kept', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.sendLatest('overview', whole('a first message'));
	mailbox.sendLatest('sources', whole('s1'));
	peer.forgetBuffer();
	mailbox.sendLatest('sources', whole('s2'));
	expect(peer.sent).toEqual(['a first message']);
	peer.drain();
	expect(peer.sent).toEqual(['a first message', 's2']);
});

test('what is forgotten is not sent', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.sendLatest('overview', whole('a first message'));
	mailbox.sendLatest('sources', whole('s1'));
	mailbox.forget('sources');
	peer.drain();
	expect(peer.sent).toEqual(['a first message']);
});

test('replies are never skipped and come before messages', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.sendLatest('overview', whole('a first message'));
	mailbox.sendLatest('overview', whole('a second message'));
	for (const reply of ['the first reply', 'the second reply']) mailbox.sendInOrder(reply);
	expect(peer.sent).toEqual(['a first message']);
	for (let turn = 0; turn < 3; turn++) peer.drain();
	expect(peer.sent).toEqual(['a first message', 'the first reply', 'the second reply', 'a second message']);
});

test('a reply waits for a slow reader however long the message before it is', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.sendLatest('sources', whole('a message that is much longer than what a reader that is too slow may leave'));
	mailbox.sendInOrder('done');
	peer.drain();
	expect(peer.sent.at(-1)).toBe('done');
});

test('a reader that leaves too many replies is given up, once, and nothing is kept or sent any more', () => {
	const peer = createTestPeer({slow: true});
	let givenUp = 0;
	const mailbox = createMailbox(peer, limits, () => {
		givenUp += 1;
	});
	mailbox.sendLatest('overview', whole('a first message'));
	for (let id = 0; id < 100; id++) mailbox.sendInOrder('a reply of some bytes');
	mailbox.sendLatest('overview', whole('a second message'));
	peer.drain();
	expect([givenUp, peer.sent]).toEqual([1, ['a first message']]);
});

describe('what changed goes in the place of the whole', () => {
	/** The value with a number, and what changed since the one before it. */
	const next = (seq: number): Latest => ({text: `w${seq}`, seq, delta: {from: seq - 1, text: `d${seq}`}});
	const first: Latest = {text: 'w1', seq: 1, delta: null};

	test('only to a reader that was sent the one before', () => {
		const peer = createTestPeer();
		const mailbox = createMailbox(peer, limits, nobodyGivenUp);
		mailbox.sendLatest('overview', first);
		mailbox.sendLatest('overview', next(2));
		mailbox.sendLatest('overview', next(4));
		mailbox.sendLatest('overview', next(5));
		expect(peer.sent).toEqual(['w1', 'd2', 'w4', 'd5']);
	});

	test('not where one was skipped for a slow reader, and again after it', () => {
		const peer = createTestPeer({slow: true});
		const mailbox = createMailbox(peer, limits, nobodyGivenUp);
		mailbox.sendLatest('overview', {...first, text: 'a first message'});
		mailbox.sendLatest('overview', next(2));
		mailbox.sendLatest('overview', next(3));
		peer.drain();
		mailbox.sendLatest('overview', next(4));
		peer.drain();
		expect(peer.sent).toEqual(['a first message', 'w3', 'd4']);
	});

	test('also where it had to wait, and nothing was skipped', () => {
		const peer = createTestPeer({slow: true});
		const mailbox = createMailbox(peer, limits, nobodyGivenUp);
		mailbox.sendLatest('overview', {...first, text: 'a first message'});
		mailbox.sendLatest('overview', next(2));
		peer.drain();
		expect(peer.sent).toEqual(['a first message', 'd2']);
	});

	test('not where the topic was forgotten in between', () => {
		const peer = createTestPeer();
		const mailbox = createMailbox(peer, limits, nobodyGivenUp);
		mailbox.sendLatest('overview', first);
		mailbox.forget('overview');
		mailbox.sendLatest('overview', next(2));
		expect(peer.sent).toEqual(['w1', 'w2']);
	});
});
