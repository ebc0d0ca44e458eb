import {execFile} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {withProgram} from './elf.mjs';
import {startCode} from './start-x64.mjs';

const run = promisify(execFile);

/**
 * The program and a Node in one file. `node` is the Node that it is for, and `host` one of the same version that runs
 * here; where they are the same, V8's work on the program goes in too, and on x64 this machine's loader and libraries, for
 * hosts that have none, or old ones.
 */
export async function executable({code, main, compiledBy}, {node, host}) {
	const folder = await mkdtemp(join(tmpdir(), 'dmtop-package-'));
	try {
		const assets = {'dmtop.mjs': code, ...(node === host && {'dmtop.compiled': await compiledBy(node)})};
		for (const [name, content] of Object.entries({...assets, 'main.js': main})) {
			await writeFile(join(folder, name), content);
		}
		const config = {
			main: 'main.js',
			output: 'blob',
			disableExperimentalSEAWarning: true,
			assets: Object.fromEntries(Object.keys(assets).map(name => [name, name])),
		};
		await writeFile(join(folder, 'config.json'), JSON.stringify(config));
		// Names stand in the result as they are given, so they are given from inside.
		await run(host, ['--experimental-sea-config', 'config.json'], {cwd: folder});
		const own = node === host && process.arch === 'x64' ? {startCode, files: await librariesOf(node)} : null;
		return withProgram(await readFile(node), await readFile(join(folder, 'blob')), own);
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

/** What this machine has for a Node to start: the loader first, then the libraries. */
async function librariesOf(node) {
	const report = 'JSON.stringify(process.report.getReport().sharedObjects)';
	const {stdout} = await run(node, ['--print', report], {env: {}});
	const files = JSON.parse(stdout).filter(file => file.startsWith('/') && file !== node);
	const isLoader = file => /\/ld-linux[^/]*$/.test(file);
	const loader = files.find(isLoader);
	if (loader === undefined) throw new Error(`${node} does not tell which loader it has`);
	return Promise.all([loader, ...files.filter(file => !isLoader(file))].map(file => readFile(file)));
}
