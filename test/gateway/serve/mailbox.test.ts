import {expect, test} from 'vitest';
import {createMailbox} from '../../../src/gateway/serve/mailbox.ts';
import {createTestPeer} from '../../support/peer.ts';

const limits = {slowBytes: 10, hopelessBytes: 30};

const nobodyGivenUp = () => {
	throw new Error('the reader was given up');
};

test('letters go out at once while the reader keeps up', () => {
	const peer = createTestPeer();
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.letter('overview', 'a1');
	mailbox.letter('overview', 'a2');
	expect(peer.sent).toEqual(['a1', 'a2']);
});

test('a slow reader gets the newest letter of each topic, in the order in which the topics came', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.letter('overview', 'a first letter');
	mailbox.letter('overview', 'a2');
	mailbox.letter('sources', 's1');
	mailbox.letter('overview', 'a3');
	expect(peer.sent).toEqual(['a first letter']);
	peer.drain();
	expect(peer.sent).toEqual(['a first letter', 'a3', 's1']);
});

test('what is kept is let out only as far as the reader reads', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	for (const key of ['first letter', 'second letter', 'third letter']) mailbox.letter(key, key);
	peer.drain();
	expect(peer.sent).toEqual(['first letter', 'second letter']);
	peer.drain();
	expect(peer.sent).toEqual(['first letter', 'second letter', 'third letter']);
});

test('a newer letter never overtakes an older one that is kept', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.letter('overview', 'a first letter');
	mailbox.letter('sources', 's1');
	peer.forgetBuffer();
	mailbox.letter('sources', 's2');
	expect(peer.sent).toEqual(['a first letter']);
	peer.drain();
	expect(peer.sent).toEqual(['a first letter', 's2']);
});

test('what is forgotten is not sent', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.letter('overview', 'a first letter');
	mailbox.letter('sources', 's1');
	mailbox.forget('sources');
	peer.drain();
	expect(peer.sent).toEqual(['a first letter']);
});

test('replies are never skipped and come before letters', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.letter('overview', 'a first letter');
	mailbox.letter('overview', 'a second letter');
	for (const reply of ['the first reply', 'the second reply']) mailbox.express(reply);
	expect(peer.sent).toEqual(['a first letter']);
	for (let turn = 0; turn < 3; turn++) peer.drain();
	expect(peer.sent).toEqual(['a first letter', 'the first reply', 'the second reply', 'a second letter']);
});

test('a reply waits for a slow reader however long the letter before it is', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits, nobodyGivenUp);
	mailbox.letter('sources', 'a letter that is much longer than what a hopeless reader may leave');
	mailbox.express('done');
	peer.drain();
	expect(peer.sent.at(-1)).toBe('done');
});

test('a reader that leaves too many replies is given up, once, and nothing is kept or sent any more', () => {
	const peer = createTestPeer({slow: true});
	let givenUp = 0;
	const mailbox = createMailbox(peer, limits, () => {
		givenUp += 1;
	});
	mailbox.letter('overview', 'a first letter');
	for (let id = 0; id < 100; id++) mailbox.express('a reply of some bytes');
	mailbox.letter('overview', 'a second letter');
	peer.drain();
	expect([givenUp, peer.sent]).toEqual([1, ['a first letter']]);
});
