import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {afterEach, describe, expect, test} from 'vitest';
import {isLong} from './support/long.ts';
import {bin, runFile, startOnTerminal} from './support/program.ts';

/** Each test has a server of its own: one that is coming to an end takes no more sessions. */
let servers = 0;
let socket = '';
const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** Asks tmux, on a server of this test's own, without anybody's configuration. */
async function tmux(...args: readonly string[]): Promise<string> {
	const {code, stdout, stderr} = await runFile('tmux', ['-L', socket, '-f', '/dev/null', ...args]);
	if (code !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
	return stdout.trimEnd();
}

const screen = async () => (await tmux('capture-pane', '-p')).split('\n');
const pane = () => tmux('display', '-p', 'alternate #{alternate_on} cursor #{cursor_flag} wrap #{wrap_flag}');
const taken = 'alternate 1 cursor 0 wrap 0';
const given = 'alternate 0 cursor 1 wrap 1';
const cursorOn = (name: string) => (lines: readonly string[]) => lines.some(line => line.startsWith(`>.  ${name} `));

/** Looks until the screen is like this; the looks are counted, not the time. */
async function until(wanted: string, met: (lines: readonly string[]) => boolean): Promise<void> {
	for (let look = 0; look < 3000; look++) {
		if (met(await screen())) return;
		await new Promise(resolve => setTimeout(resolve, 20));
	}
	throw new Error(`not seen: ${wanted}\n${(await screen()).join('\n')}`);
}

async function start(command: string) {
	servers += 1;
	socket = `dmtop-test-${process.pid}-${servers}`;
	await tmux('new-session', '-d', '-x', '80', '-y', '24', command);
	await tmux('set', '-g', 'window-size', 'manual');
}

/** A terminal in which somebody looks at the session. */
const attach = (columns: number, rows: number) =>
	startOnTerminal(['tmux', '-L', socket, '-f', '/dev/null', 'attach'], {columns, rows});

const demo = `exec '${process.execPath}' '${bin}' demo --scenario healthy`;

afterEach(async () => {
	await tmux('kill-server').catch(() => {});
});

describe.skipIf(!hasTmux)('in tmux (skipped where there is none)', () => {
	test.skipIf(isLong)('keys, a split answer, junk on the screen and a resize', async () => {
		await start(demo);
		await until('the first row', cursorOn('audit_log'));
		expect(await pane()).toBe(taken);
		await tmux('send-keys', 'j', 'j');
		await until('the third row', cursorOn('crm'));

		// ESC ] 1 1 ; r g b : W z ESC \ as tmux passes on what the terminal outside has answered.
		await tmux('send-keys', '-H', ...'1b 5d 31 31 3b 72 67 62 3a 57 7a'.split(' '));
		await tmux('send-keys', '-H', '1b', '5c');
		await tmux('send-keys', 'k');
		await until('the second row', cursorOn('billing'));
		const [header = ''] = await screen();
		expect(header).toMatch(/LIVE +RW {2}/);

		// Somebody writes on this terminal, without a program in between.
		writeFileSync(await tmux('display', '-p', '#{pane_tty}'), '\u001B[3;1Hjunk junk junk\u001B[?7h');
		await until('junk', lines => lines.some(line => line.startsWith('junk junk')));
		await tmux('send-keys', 'C-l');
		await until('no junk', lines => !lines.some(line => line.includes('junk')));
		expect(await pane()).toBe(taken);

		await tmux('resize-window', '-x', '120', '-y', '40');
		await until('the new size', lines => lines[0]?.length === 120 && lines[39]?.includes('Enter open') === true);
		await tmux('resize-window', '-x', '60', '-y', '20');
		await until('the new size', lines => lines[0]?.length === 60 && lines[19]?.includes('Enter open') === true);
		expect((await screen()).filter(line => line.includes(' tasks '))).toHaveLength(1);

		// While a dialog is open the pane is split, zoomed and whole again.
		const asks = (columns: number, rows: number) => (lines: readonly string[]) =>
			lines[0]?.length === columns && lines.length === rows && lines.some(line => line.includes(' PAUSE billing '));
		await tmux('resize-window', '-x', '120', '-y', '40');
		await tmux('send-keys', 'p');
		await until('the dialog', asks(120, 40));
		await tmux('split-window', '-d', '-h', '-l', '50', 'cat');
		await until('the dialog beside a pane', asks(69, 40));
		await tmux('resize-pane', '-Z');
		await until('the dialog, zoomed', asks(120, 40));
		await tmux('resize-pane', '-Z');
		await until('the dialog beside a pane', asks(69, 40));
		await tmux('split-window', '-d', '-v', '-l', '20', 'cat');
		await until('the dialog above a pane', asks(69, 19));
		await tmux('kill-pane', '-a');
		await until('the dialog alone', asks(120, 40));
		await tmux('send-keys', 'Escape');
		await until('no dialog', lines => cursorOn('billing')(lines) && !lines.some(line => line.includes(' PAUSE ')));
		expect(await pane()).toBe(taken);
	});

	test.runIf(isLong)('left and come back to, by a terminal of another size', async () => {
		await start(demo);
		await tmux('set', '-g', 'window-size', 'latest');
		await until('the first row', cursorOn('audit_log'));
		const first = attach(80, 24);
		await first.until('the first row', cursorOn('audit_log'));
		await tmux('detach-client');
		// As the server sees it: the last words of a client that ends may be lost with its terminal.
		while ((await tmux('list-clients')) !== '') await first.until('drawn', () => true);
		first.dispose();
		await tmux('send-keys', 'j');
		await until('the second row', cursorOn('billing'));
		const second = attach(100, 30);
		// The last line is that of tmux.
		const whole = (lines: readonly string[]) =>
			cursorOn('billing')(lines) && lines[0]?.length === 100 && lines[28]?.includes('Enter open') === true;
		await second.until('the second row', whole);
		expect(await pane()).toBe(taken);
		second.type('j');
		await second.until('the third row', cursorOn('crm'));

		// What is copied reaches the terminal outside where tmux passes it on, and tmux itself where it takes it.
		const passed = () => /\]52;c;([\w+/=]+)/.exec(second.written())?.[1];
		await tmux('set', '-g', 'set-clipboard', 'off');
		await tmux('set', '-gw', 'allow-passthrough', 'off');
		second.type('y');
		await second.until('that it was copied', lines => lines.some(line => line.includes('copied')));
		expect(passed()).toBe(undefined);
		await tmux('set', '-gw', 'allow-passthrough', 'on');
		second.type('k');
		await second.until('the second row', cursorOn('billing'));
		second.type('y');
		await second.until('what was copied', () => passed() !== undefined);
		expect(Buffer.from(passed() ?? '', 'base64').toString()).toContain('billing');
		await tmux('set', '-gw', 'allow-passthrough', 'off');
		await tmux('set', '-g', 'set-clipboard', 'on');
		second.type('j');
		await second.until('the third row', cursorOn('crm'));
		second.type('y');
		while (!(await tmux('show-buffer').catch(() => '')).includes('crm')) await second.until('drawn', () => true);
		second.dispose();
	});

	test.runIf(isLong)('Ctrl-Z without a shell says that nobody could continue it', async () => {
		await start(demo);
		await until('the first row', cursorOn('audit_log'));
		await tmux('send-keys', 'C-z');
		await until('a sentence', lines => lines.some(line => line.includes('suspend: no shell is there')));
		expect(await pane()).toBe(taken);
	});

	test.runIf(isLong)('Ctrl-Z and fg under a shell, with another size and output in between', async () => {
		await start('PS1="sh> " exec /bin/sh -i');
		await until('the shell', lines => lines[0]?.startsWith('sh>') === true);
		await tmux('send-keys', demo.replace('exec ', ''), 'Enter');
		await until('the first row', cursorOn('audit_log'));
		await tmux('send-keys', 'C-z');
		await until('the shell', lines => lines.findLast(line => line !== '')?.trimEnd() === 'sh>');
		expect(await pane()).toBe(given);
		await tmux('send-keys', 'echo between', 'Enter');
		await until('its output', lines => lines.includes('between'));
		await tmux('resize-window', '-x', '100', '-y', '30');
		await tmux('send-keys', 'fg', 'Enter');
		await until('the list', lines => cursorOn('audit_log')(lines) && lines[0]?.length === 100);
		expect(await pane()).toBe(taken);
		expect((await screen()).filter(line => /between|sh>/.test(line))).toEqual([]);
		await tmux('send-keys', 'q');
		await until('the shell', lines => lines.includes('between'));
		expect(await pane()).toBe(given);
	});
});
