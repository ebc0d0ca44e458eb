import {expect, test} from 'vitest';
import {createMailbox} from '../../../src/gateway/serve/mailbox.ts';
import {createTestPeer} from '../../support/peer.ts';

const limits = {slowBytes: 10, tooSlowBytes: 30};

const nobodyGivenUp = () => {
	throw new Error('the reader was given up');
};

test('messages go out at once while the reader keeps up', () => {
	const peer = createTestPeer();
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.sendLatest('overview', 'a1');
	mailbox.sendLatest('overview', 'a2');
	expect(peer.sent).toEqual(['a1', 'a2']);
});

test('a slow reader gets the newest message of each topic, in the order in which the topics came', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.sendLatest('overview', 'a first message');
	mailbox.sendLatest('overview', 'a2');
	mailbox.sendLatest('sources', 's1');
	mailbox.sendLatest('overview', 'a3');
	expect(peer.sent).toEqual(['a first message']);
	peer.drain();
	expect(peer.sent).toEqual(['a first message', 'a3', 's1']);
});

test('what is kept is let out only as far as the reader reads', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	for (const key of ['first message', 'second message', 'third message']) mailbox.sendLatest(key, key);
	peer.drain();
	expect(peer.sent).toEqual(['first message', 'second message']);
	peer.drain();
	expect(peer.sent).toEqual(['first message', 'second message', 'third message']);
});

test('a newer message never overtakes an older one that is kept', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.sendLatest('overview', 'a first message');
	mailbox.sendLatest('sources', 's1');
	peer.forgetBuffer();
	mailbox.sendLatest('sources', 's2');
	expect(peer.sent).toEqual(['a first message']);
	peer.drain();
	expect(peer.sent).toEqual(['a first message', 's2']);
});

test('what is forgotten is not sent', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.sendLatest('overview', 'a first message');
	mailbox.sendLatest('sources', 's1');
	mailbox.forget('sources');
	peer.drain();
	expect(peer.sent).toEqual(['a first message']);
});

test('replies are never skipped and come before messages', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.sendLatest('overview', 'a first message');
	mailbox.sendLatest('overview', 'a second message');
	for (const reply of ['the first reply', 'the second reply']) mailbox.sendInOrder(reply);
	expect(peer.sent).toEqual(['a first message']);
	for (let turn = 0; turn < 3; turn++) peer.drain();
	expect(peer.sent).toEqual(['a first message', 'the first reply', 'the second reply', 'a second message']);
});

test('a reply waits for a slow reader however long the message before it is', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.sendLatest('sources', 'a message that is much longer than what a reader that is too slow may leave');
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
	mailbox.sendLatest('overview', 'a first message');
	for (let id = 0; id < 100; id++) mailbox.sendInOrder('a reply of some bytes');
	mailbox.sendLatest('overview', 'a second message');
	peer.drain();
	expect([givenUp, peer.sent]).toEqual([1, ['a first message']]);
});
