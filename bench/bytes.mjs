import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import http from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {median, percentile, sum, table, times} from './lib/figures.mjs';
import {cpuMs, onCleanUp, startMaster} from './lib/processes.mjs';
import {cellsOf, startDmtop} from './lib/pty.mjs';

const columns = 120;
const rows = 40;

/** What the storm writes to the terminal, against the text that changed; then what a held cluster costs. */
export async function bench({seconds}) {
	await storm(seconds * 1000);
	await idle(seconds * 1000);
}

async function storm(forMs) {
	const master = await startMaster('--scenario', 'storm');
	const frames = [];
	let before = null;
	const dmtop = startDmtop(['--master', master.address, '--every', '1s'], {
		columns,
		rows,
		onFrame({atMs, text, terminal}) {
			const cells = cellsOf(terminal);
			if (before !== null) frames.push({atMs, text, bytes: Buffer.byteLength(text), ...changed(before, cells)});
			before = cells;
		},
	});
	await dmtop.until(screen => screen.some(line => line.includes('storm_24')));
	await sleep(3000);
	frames.length = 0;
	await sleep(forMs);
	await dmtop.quit();
	master.end();

	const updates = frames.slice(0, -1).filter(({lines}) => lines > 1);
	const ratios = updates.map(({bytes, textBytes}) => bytes / (textBytes + 4 * rows));
	const styles = sum(updates.map(({text}) => sum((text.match(/\u001B\[[\d;]*m/g) ?? []).map(({length}) => length))));
	const lastedSeconds = forMs / 1000;
	table([
		['storm at 120x40, --every 1s', 'p50', 'p99', 'target'],
		['frames a second', (frames.length / lastedSeconds).toFixed(2), `${mostWithin(frames, 1000)} in 1 s`, '<= 4'],
		['lines changed by an update', median(updates.map(({lines}) => lines)), '', ''],
		['bytes of an update', ...pair(updates.map(({bytes}) => bytes)), ''],
		['  of which colours', `${((100 * styles) / sum(updates.map(({bytes}) => bytes))).toFixed(0)} %`, '', ''],
		['changed text + 4 bytes a row', ...pair(updates.map(({textBytes}) => textBytes + 4 * rows)), ''],
		['  ratio', times(median(ratios)), times(percentile(ratios, 99)), '<= 1.2x'],
		['bytes a second', Math.round(sum(frames.map(({bytes}) => bytes)) / lastedSeconds), '', '< 2048'],
		['clear-screens', sum(frames.map(({text}) => (text.includes('\u001B[2J') ? 1 : 0))), '', '0'],
	]);
}

async function idle(forMs) {
	const healthy = await startMaster('--scenario', 'healthy');
	const status = JSON.parse(await get(`http://${healthy.address}/apis/v1alpha1/status/`));
	healthy.end();
	const folder = await mkdtemp(join(tmpdir(), 'dmtop-bench-'));
	onCleanUp(() => rm(folder, {recursive: true, force: true}));
	const file = join(folder, 'held.jsonl');
	await writeFile(file, `${JSON.stringify({atMs: 0, status: 200, body: status})}\n`);
	const master = await startMaster('--replay', file);
	let frames = 0;
	const dmtop = startDmtop(['--master', master.address], {columns, rows, onFrame: () => frames++});
	await dmtop.until(screen => screen.some(line => line.includes('LIVE')));
	const first = await watched();
	const second = await watched();
	await dmtop.quit();
	master.end();
	table([
		['held replay at 120x40', 'frames', 'frames in 10 s', 'CPU', 'target'],
		[`first ${forMs / 1000} s`, ...first, ''],
		[`next ${forMs / 1000} s`, ...second, '<= 1 in 10 s, < 1 %'],
	]);

	async function watched() {
		const [framesBefore, cpuBefore] = [frames, await cpuMs(dmtop.pid)];
		await sleep(forMs);
		const cpu = (100 * ((await cpuMs(dmtop.pid)) - cpuBefore)) / forMs;
		return [frames - framesBefore, ((10_000 * (frames - framesBefore)) / forMs).toFixed(2), `${cpu.toFixed(2)} %`];
	}
}

/** How many lines differ, and how long the text of those lines is from their first changed column, in bytes. */
function changed(before, after) {
	const texts = after.flatMap((line, row) => {
		const first = line.findIndex(({text, style}, column) => {
			const old = before[row][column];
			return old.text !== text || old.style !== style;
		});
		if (first < 0) return [];
		const text = line.slice(first).map(cell => cell.text);
		return [text.join('').trimEnd()];
	});
	return {lines: texts.length, textBytes: sum(texts.map(text => Buffer.byteLength(text)))};
}

function mostWithin(frames, windowMs) {
	return Math.max(
		0,
		...frames.map(({atMs}, index) => frames.slice(index).filter(later => later.atMs - atMs < windowMs).length),
	);
}

function pair(figures) {
	return [median(figures), percentile(figures, 99)];
}

function get(url) {
	return new Promise((resolve, reject) => {
		http
			.get(url, {agent: false}, response => {
				const chunks = [];
				response.on('data', chunk => chunks.push(chunk));
				response.on('end', () => resolve(Buffer.concat(chunks).toString()));
			})
			.on('error', reject);
	});
}
