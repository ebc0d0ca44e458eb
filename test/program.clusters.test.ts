import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {startCaseMaster} from './support/cases.ts';
import {bin, startOnTerminal, type TerminalProgram} from './support/program.ts';

let program: TerminalProgram | null = null;
const closing: (() => unknown)[] = [];

afterEach(async () => {
	program?.dispose();
	for (const close of closing.splice(0).reverse()) await close();
});

test('several clusters of a file of settings: one hangs, one cannot be reached, and the others are there at once', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-clusters-'));
	closing.push(() => rmSync(folder, {recursive: true}));
	const held = new Set<Socket>();
	const hanging = createServer(socket => held.add(socket)).listen(0, '127.0.0.1');
	await once(hanging, 'listening');
	const {port} = hanging.address() as AddressInfo;
	const [stalled, silent] = [await startCaseMaster('stalled-running'), await startCaseMaster('fields-85')];
	closing.push(
		() => stalled.close(),
		() => silent.close(),
		() => {
			for (const socket of held) socket.destroy();
			hanging.close();
		},
	);
	mkdirSync(path.join(folder, 'dmtop'));
	const text = `clusters:
  sh-main: {masters: ["${stalled.address}"], label: prod}
  hangs: {masters: ["127.0.0.1:${port}"]}
  far: {gateway: "unix:${path.join(folder, 'nobody.sock')}"}
  wrong: {masters: ["127.0.0.1:1"], tls: {ca: nothing.pem}}
  gz: {masters: ["${silent.address}"]}
theme: colour-blind
keys: {why: [e, F2]}
`;
	writeFileSync(path.join(folder, 'dmtop', 'config.yaml'), text, {mode: 0o600});
	program = startOnTerminal(
		[process.execPath, bin],
		{columns: 100, rows: 24},
		{XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder, DM_MASTER_ADDR: ''},
	);
	const row = (name: string) => (lines: readonly string[]) =>
		lines.find(line => line.slice(4).startsWith(`${name} `)) ?? '';
	await program.until(
		'the clusters that answer',
		lines => /v\d/.test(row('sh-main')(lines)) && /v\d/.test(row('gz')(lines)),
	);
	await program.until(
		'those that do not',
		lines => / \? /.test(row('far')(lines)) && row('wrong')(lines).includes('--ssl-ca'),
	);
	expect(row('hangs')(program.screen())).toMatch(/no answer yet|asking/);
	program.type(':sh-m\r');
	await program.until('the one that was jumped to', ([first = '']) => first.includes('sh-main  prod   ›'));
	await program.until('its row', lines => row('crm')(lines) !== '');
	// F2, as most terminals send it; in the first moment after the start only plain keys count.
	await new Promise(resolve => setTimeout(resolve, 400));
	program.type('\u001bOQ');
	await program.until('why', ([first = '']) => first.includes('› why'));
	program.type('0');
	await program.until('all of them', ([first = '']) => first.includes('5 clusters'));
	program.type('q');
	expect(await program.ended()).toMatchObject({exitCode: 0});
});
