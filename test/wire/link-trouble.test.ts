import {describe, expect, test} from 'vitest';
import {errorSentence, refusedSentence} from '../../src/wire/link-trouble.ts';

const failure = (code: string, message = code) => Object.assign(new Error(message), {code});

describe('a gateway with TLS that is asked without, and the reverse', () => {
	test.each([
		['ws://h:1', 'ECONNRESET', false, 'the other side hung up at once, as a port with TLS does: then wss://'],
		['ws://h:1', 'ECONNRESET', true, 'the connection broke'],
		['wss://h:1', 'ECONNRESET', false, 'the connection broke'],
		['unix:/x', 'ECONNRESET', false, 'the connection broke'],
		[
			'wss://h:1',
			'ERR_SSL_WRONG_VERSION_NUMBER',
			false,
			'the other side does not speak TLS: ws:// instead of wss://, beyond this machine with --insecure-network',
		],
	])('%s, %s, open: %s', (where, code, isOpen, says) => {
		expect(errorSentence(where, failure(code), {isOpen})).toBe(`${where}: ${says}`);
	});

	test.each([
		'Client sent an HTTP request to an HTTPS server.',
		'<center>The plain HTTP request was sent to HTTPS port</center>',
	])('%s', body => {
		expect(refusedSentence('ws://h:1', 400, body)).toBe('ws://h:1: the other side speaks TLS: wss:// instead of ws://');
	});

	test('another answer stays what it is', () => {
		expect(refusedSentence('ws://h:1', 400, 'no')).toBe('ws://h:1: received HTTP 400, expected a gateway of dmtop');
	});
});
