import {expect, test} from 'vitest';
import {connectionFlags} from '../../../src/commands/operating/connection.ts';

test('all that leads to the same cluster, fit for a shell', () => {
	expect(
		connectionFlags({
			cluster: null,
			masters: ['m1:8261', 'm 2'],
			workers: ['w1:8262', 'w2:8262'],
			tls: {ca: 'c a.pem', key: 'k'},
		}),
	).toBe(" --master m1:8261 --master 'm 2' --worker w1:8262 --worker w2:8262 --ssl-ca 'c a.pem' --ssl-key k");
});

test('the name of a cluster of the file of settings tells all else', () => {
	expect(connectionFlags({cluster: 'sh-main', masters: ['m1:8261'], workers: [], tls: {ca: 'ca.pem'}})).toBe(
		' --cluster sh-main',
	);
	expect(connectionFlags({cluster: 'sh main', masters: [], workers: [], tls: {}})).toBe(" --cluster 'sh main'");
});
