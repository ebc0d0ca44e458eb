import {expect, test} from 'vitest';
import {createMailbox} from '../../src/gateway/mailbox.ts';
import {createTestPeer} from '../support/peer.ts';

const limits = {slowBytes: 10, hopelessBytes: 30};

test('letters go out at once while the reader keeps up', () => {
	const peer = createTestPeer();
	const mailbox = createMailbox(peer, limits);
	mailbox.letter('overview', 'a1');
	mailbox.letter('overview', 'a2');
	expect(peer.sent).toEqual(['a1', 'a2']);
});

test('a slow reader gets the newest letter of each topic, in the order in which the topics came', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits);
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
	const mailbox = createMailbox(peer, limits);
	for (const key of ['first letter', 'second letter', 'third letter']) mailbox.letter(key, key);
	peer.drain();
	expect(peer.sent).toEqual(['first letter', 'second letter']);
	peer.drain();
	expect(peer.sent).toEqual(['first letter', 'second letter', 'third letter']);
});

test('a newer letter never overtakes an older one that is kept', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits);
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
	const mailbox = createMailbox(peer, limits);
	mailbox.letter('overview', 'a first letter');
	mailbox.letter('sources', 's1');
	mailbox.forget('sources');
	peer.drain();
	expect(peer.sent).toEqual(['a first letter']);
});

test('replies are never skipped, until the reader is hopeless', () => {
	const peer = createTestPeer({slow: true});
	const mailbox = createMailbox(peer, limits);
	for (const reply of ['the first reply', 'the second reply', 'the third reply']) mailbox.express(reply);
	expect(peer.sent).toEqual(['the first reply', 'the second reply']);
	expect(peer.closed).toEqual({code: 1013, reason: 'the viewer reads too slowly'});
});
