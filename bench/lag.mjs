// How far the lag of a row is from the truth, on a small world whose true lag is known.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const seeds = 12;

/** @param {{pairs: number}} _options */
export async function bench(_options) {
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-lag-'));
	try {
		const outfile = path.join(folder, 'lab.mjs');
		const entry = fileURLToPath(new URL('../test/support/lag-lab.ts', import.meta.url));
		await build({entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error'});
		const {lagErrors, lagPolls, lagSituations} = await import(pathToFileURL(outfile).href);
		for (const everyMs of [1000, 3000]) {
			process.stdout.write(`  asked every ${everyMs / 1000} s, ${seeds} runs of 20 minutes\n`);
			for (const situation of lagSituations) {
				const polls = Array.from({length: seeds}, (_, seed) => lagPolls(situation, seed + 1, everyMs)).flat();
				const it = lagErrors(polls);
				const s = value => `${value.toFixed(1)} s`.padStart(8);
				process.stdout.write(
					`    ${situation.padEnd(19)} within max(2 s, 20 %): ${(100 * it.good).toFixed(1).padStart(5)} %   error at 5 % ${s(it.p5)}, half ${s(it.median)}, 95 % ${s(it.p95)}; most below ${s(it.below)}, above ${s(it.above)}; told at ${(100 * it.told).toFixed(0)} % of polls, true lag up to ${s(it.worst)}\n`,
				);
			}
		}
	} finally {
		rmSync(folder, {recursive: true});
	}
}
