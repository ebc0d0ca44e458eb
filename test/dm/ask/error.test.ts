import {expect, test} from 'vitest';
import {parseAddress} from '../../../src/dm/ask/address.ts';
import {DmError, type Try} from '../../../src/dm/ask/error.ts';
import {transportProblem} from '../../../src/dm/ask/transport.ts';

const refused: Try = {master: 'a:8261', kind: 'refused', problem: 'connection refused', sent: false, httpStatus: null};
const web: Try = {master: 'b:8261', kind: 'http', problem: 'HTTP 404: Not Found', sent: true, httpStatus: 404};

test('one master', () => {
	const error = new DmError('GET', '/status', [refused]);
	expect(error.message).toBe('GET /status of a:8261: connection refused');
	expect(error).toMatchObject({
		name: 'DmError',
		kind: 'refused',
		request: {method: 'GET', path: '/status', master: 'a:8261'},
		sent: false,
		httpStatus: null,
	});
});

test('several masters: each is named, the last one counts', () => {
	const error = new DmError('GET', '/status', [refused, web]);
	expect(error.message).toBe('GET /status: a:8261: connection refused; b:8261: HTTP 404: Not Found');
	expect(error).toMatchObject({kind: 'http', sent: true, httpStatus: 404, request: {master: 'b:8261'}});
	expect(error.tries).toEqual([refused, web]);
});

test('nothing was asked', () => {
	const error = new DmError('PUT', '/tasks/', {kind: 'usage', problem: 'received an empty task name'});
	expect(error.message).toBe('PUT /tasks/: received an empty task name');
	expect(error).toMatchObject({kind: 'usage', sent: false, tries: [], request: {master: null}});
});

test.each([
	['127.0.0.1:8261', false, {secure: false, host: '127.0.0.1', port: 8261, shown: '127.0.0.1:8261'}],
	['dm-master', false, {secure: false, host: 'dm-master', port: 8261, shown: 'dm-master:8261'}],
	['dm-master:80', true, {secure: true, host: 'dm-master', port: 80, shown: 'dm-master:80'}],
	['http://m:80/', false, {secure: false, host: 'm', port: 80, shown: 'm:80'}],
	['https://m', false, {secure: true, host: 'm', port: 8261, shown: 'm:8261'}],
	['https://m:443', false, {secure: true, host: 'm', port: 443, shown: 'm:443'}],
	['[::1]:8261', false, {secure: false, host: '::1', port: 8261, shown: '[::1]:8261'}],
	['[fe80::1:2]', false, {secure: false, host: 'fe80::1:2', port: 8261, shown: '[fe80::1:2]:8261'}],
])('the master %s', (text, secure, expected) => {
	expect(parseAddress(text, secure)).toEqual(expected);
});

test.each([
	'',
	':8261',
	'm:99999',
	'ftp://m:1',
	'm:8261/path',
	'http://u:p@m:1',
	'm:1?x',
	'a b',
	'm:x',
	'ws://m:1',
])('%j is no master', text => {
	expect(() => parseAddress(text, false)).toThrow(`received "${text}" as a master, expected HOST:PORT`);
});

test('a plain address together with TLS files is refused', () => {
	expect(() => parseAddress('http://m:1', true)).toThrow('received "http://m:1" together with TLS files');
});

function failure(code: string, message = code) {
	return Object.assign(new Error(message), {code});
}

const early = {connected: false, answered: false, bytes: 0, secure: false};
test.each([
	['refused', failure('ECONNREFUSED'), early, 'connection refused'],
	['refused', new AggregateError([failure('ECONNREFUSED'), failure('ECONNREFUSED')]), early, 'connection refused'],
	['unreachable', failure('ENOTFOUND', 'getaddrinfo ENOTFOUND m'), early, 'host name not found'],
	['unreachable', failure('EHOSTUNREACH'), early, 'host or network not reachable'],
	['unreachable', failure('EACCES', 'connect EACCES\x1b[2J'), early, 'connect EACCES?'],
	['timeout', failure('ETIMEDOUT'), early, 'no connection in time'],
	['reset', failure('ETIMEDOUT'), {...early, connected: true}, 'the connection was closed before an answer'],
	['reset', failure('ECONNRESET'), {...early, connected: true}, 'the connection was closed before an answer'],
	[
		'truncated',
		failure('ECONNRESET'),
		{...early, connected: true, answered: true, bytes: 9},
		'the answer broke off after 9 bytes',
	],
	[
		'unexpected',
		failure('HPE_INVALID_CONSTANT'),
		{...early, connected: true},
		'received something that is not HTTP, expected HTTP',
	],
	['tls', failure('ECONNRESET'), {...early, secure: true}, 'TLS failed: the other side broke off'],
	[
		'tls',
		failure('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
		{...early, secure: true},
		'TLS failed: self-signed certificate: its authority is not known here (see --ssl-ca)',
	],
	[
		'tls',
		failure('ERR_SSL_WRONG_VERSION_NUMBER'),
		{...early, secure: true},
		'TLS failed: the other side does not speak TLS: name it without https://, --ssl-ca, --ssl-cert and --ssl-key',
	],
])('%s: %s', (kind, error, state, problem) => {
	expect(transportProblem(error, {certified: false, ...state})).toEqual({kind, problem});
});
