import {execFile} from 'node:child_process';
import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {pack} from '../../scripts/pack.mjs';

const run = promisify(execFile);
let folder = '';

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'dmtop-pack-'));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

/** What esbuild makes of a split program, in short. */
const outputs = [
	{
		path: '/dist/main.js',
		text: `import {shared} from './shared.js';
const {other} = await0(import('./other.js'));
function await0(promise) { promise.then(({other}) => console.log(shared, other(), 'ü*/', new URL(__importMeta__.url).protocol)); return {}; }`,
	},
	{path: '/dist/other.js', text: `import {shared} from './shared.js'; export const other = () => shared + 1;`},
	{path: '/dist/shared.js', text: `console.log('once'); export const shared = 1;`},
	{
		path: '/dist/thread.js',
		text: `import {workerData} from 'node:worker_threads'; import('./other.js').then(({other}) => console.log(workerData.word, other()));`,
	},
	{
		path: '/dist/starter.js',
		text: `__startThread__('thread', {workerData: {word: 'hello'}, resourceLimits: {maxYoungGenerationSizeMb: 4}});`,
	},
];

async function packed(entry: string, name: string) {
	const {code, compiledBy} = await pack(outputs, entry);
	const [bundle, beside] = [join(folder, `${name}.mjs`), join(folder, `${name}.compiled`)];
	await writeFile(bundle, code);
	await writeFile(beside, await compiledBy(process.execPath));
	return {bundle, beside, code};
}

/** Runs the bundle and tells what V8 thought of each part's compiled code: true = refused, undefined = none was there. */
async function rejections(bundle: string): Promise<readonly (boolean | undefined)[]> {
	const spy = join(folder, 'spy.cjs');
	await writeFile(
		spy,
		`const vm = require('node:vm'); const told = []; const Real = vm.Script;
vm.Script = class extends Real { constructor(...given) { super(...given); told.push(this.cachedDataRejected ?? null); } };
process.on('exit', () => console.error(JSON.stringify(told)));`,
	);
	const {stderr} = await run(process.execPath, ['--require', spy, bundle]);
	return JSON.parse(stderr).map((one: boolean | null) => one ?? undefined);
}

const said = 'once\n1 2 ü*/ file:\n';

describe('a packed program', () => {
	test('runs, each part once and when it is asked for', async () => {
		const {bundle, code} = await packed('main', 'whole');
		expect((await run(process.execPath, [bundle])).stdout).toBe(said);
		// Parts are remarks: only the loader is code.
		const lines = code.trimEnd().split('\n');
		expect(lines.filter(line => line.startsWith('//'))).toHaveLength(outputs.length);
		expect(await rejections(bundle)).toEqual([false, false, false]);
	});

	test('starts threads of itself', async () => {
		const {bundle} = await packed('starter', 'threads');
		expect((await run(process.execPath, [bundle])).stdout).toBe('once\nhello 2\n');
	});

	test.each([
		['missing', (beside: string) => rm(beside)],
		['empty', (beside: string) => writeFile(beside, '')],
		['of another build', async (beside: string) => cp((await packed('starter', 'another')).beside, beside)],
		[
			'for another Node',
			async (beside: string) => {
				const bytes = (await readFile(beside)).toString('latin1');
				await writeFile(beside, bytes.replace(process.version, process.version.replace(/\d/g, '0')), 'latin1');
			},
		],
	] as const)('runs where the compiled code is %s', async (name, spoil) => {
		const {bundle, beside} = await packed('main', name.replaceAll(' ', '-'));
		// The same parts make the same compiled code, so another build has to differ in one.
		if (name === 'of another build')
			await writeFile(bundle, (await readFile(bundle, 'utf8')).replace(/"begins":"./, '"begins":"x'));
		else await spoil(beside);
		expect((await run(process.execPath, [bundle])).stdout).toBe(said);
		expect(await rejections(bundle)).toEqual([undefined, undefined, undefined]);
	});
});
