import {expect, test} from 'vitest';
import {gatewayAddress, gatewayAddresses} from '../../../src/commands/connecting/gateway-address.ts';

const read = (text: string) => gatewayAddress(text, {runtimeDir: null}, null);

test.each([
	['unix:/run/x.sock', {type: 'unix', path: '/run/x.sock'}],
	['ws://127.0.0.1:8271/', {type: 'ws', url: 'ws://127.0.0.1:8271'}],
])('%s', (text, address) => {
	expect(read(text)).toEqual(address);
});

test.each(['http://x', 'unix:', 'x', ''])('"%s" is none', text => {
	expect(() => read(text)).toThrow(
		`connect: received "${text}", expected unix:PATH, wss://HOST:PORT or ws://127.0.0.1:PORT`,
	);
});

test('where none is found, it is said where was looked', () => {
	expect(() => gatewayAddress(null, {runtimeDir: '/nowhere'}, 54_321)).toThrow(
		/^no gateway is found on this host \(looked for \/run\/user\/54321\/dmtop\/gateway\.sock, .*dmtop-54321\/gateway\.sock, /,
	);
});

test('several are tried in turn, and one that means nothing is told of', () => {
	const all = (text: string) => gatewayAddresses(text, {runtimeDir: null}, null);
	expect(all('unix:/run/x.sock,wss://gw:8271')).toEqual([
		{type: 'unix', path: '/run/x.sock'},
		{type: 'ws', url: 'wss://gw:8271'},
	]);
	expect(() => all('wss://gw:8271,')).toThrow('connect: received "", expected unix:PATH');
});
