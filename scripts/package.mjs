// npm run package: makes dist/package, all that is given to others: the package for npm, an executable for each
// architecture that needs no Node, and what comes with them. Two runs on one commit and one machine make the same bytes. With --xz the
// executables are there packed too, which takes minutes. Ends with 69 where there is no Node to make them of.
import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmod, cp, mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {bundle} from './bundle.mjs';
import {executable} from './package/executable.mjs';
import {licences, packagesOf} from './package/licences.mjs';
import {NoNodeError, nodeBinary, nodePackages, nodeVersion} from './package/node-binary.mjs';
import {sbom} from './package/sbom.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'dist/package');
const cache = join(root, 'node_modules/.cache/dmtop');
/** What the executable for x64 brings for hosts that have none. */
const ofLibraries = `The executable for x64 holds the loader and the libraries of the machine that made it, for hosts that have none:
the GNU C Library (LGPL-2.1-or-later, https://www.gnu.org/software/libc/), and libstdc++ and libgcc (GPL-3.0-or-later with
the GCC Runtime Library Exception, https://gcc.gnu.org/).
`;
const rule = `\n${'-'.repeat(80)}\n\n`;
const shells = ['bash', 'zsh', 'fish'];
const isPacked = process.argv.includes('--xz');

try {
	await makeAll();
} catch (error) {
	if (!(error instanceof NoNodeError)) throw error;
	process.stderr.write(`package: ${error.message}\n`);
	process.exitCode = 69;
}

async function makeAll() {
	const host = nodePackages[process.arch] && process.platform === 'linux' ? process.arch : null;
	if (host === null) throw new NoNodeError('executables are made on Linux, on x64 or arm64');
	const nodes = {};
	for (const arch of Object.keys(nodePackages)) nodes[arch] = await nodeBinary(arch, cache);
	const beside = `${target}.${process.pid}`;
	await mkdir(beside, {recursive: true});
	try {
		const program = await bundle();
		const packages = packagesOf(program.inputs);
		const own = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
		const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
		const notices = await licences(root, packages);
		const listed = sbom(lock, own, packages, nodePackages, nodeVersion);
		await writeFile(join(beside, 'dmtop.cdx.json'), `${JSON.stringify(listed, null, '\t')}\n`);
		const ofNode = await readFile(join(nodes[host], 'LICENSE'), 'utf8');
		await writeFile(
			join(beside, 'LICENCES.txt'),
			`${notices}${rule}Node ${nodeVersion}\n\n${ofNode}${rule}${ofLibraries}`,
		);
		for (const arch of Object.keys(nodePackages)) {
			const [node, here] = [arch, host].map(each => join(nodes[each], 'bin/node'));
			const file = join(beside, `dmtop-linux-${arch}`);
			await writeFile(file, await executable(program, {node, host: here}), {mode: 0o755});
			if (isPacked) await run('xz', ['--keep', '--threads=1', '-6', file]);
		}
		await writeTexts(join(beside, `dmtop-linux-${host}`), beside);
		await packForNpm(own, program, notices, beside);
		await cp(join(root, 'scripts/package/install.sh'), join(beside, 'install.sh'));
		await writeFile(join(beside, 'SHA256SUMS'), await sums(beside));
		await rm(target, {recursive: true, force: true});
		await rename(beside, target);
	} finally {
		await rm(beside, {recursive: true, force: true});
	}
	for (const name of await readdir(target)) process.stdout.write(`dist/package/${name}\n`);
}

/** The package needs nothing but itself: no other packages, and nothing that is run when it is installed. */
async function packForNpm(own, {code}, notices, folder) {
	const staged = join(folder, 'npm');
	const {scripts, dependencies, devDependencies, allowScripts, ...kept} = own;
	const man = 'dmtop.1';
	const files = [man, 'bin', 'dist', 'docs', 'README.md', 'PROTOCOL.md', 'CHANGELOG.md', 'LICENSE', 'LICENCES.txt'];
	await mkdir(join(staged, 'dist'), {recursive: true});
	for (const name of files.filter(each => ![man, 'dist', 'LICENCES.txt'].includes(each))) {
		await cp(join(root, name), join(staged, name), {recursive: true});
	}
	await chmod(join(staged, 'bin/dmtop.js'), 0o755);
	await writeFile(join(staged, 'dist/dmtop.mjs'), code);
	await cp(join(folder, man), join(staged, man));
	await writeFile(join(staged, 'LICENCES.txt'), notices);
	await writeFile(join(staged, 'package.json'), `${JSON.stringify({...kept, man, files}, null, '\t')}\n`);
	await run('npm', ['pack', '--silent', '--pack-destination', folder], {cwd: staged});
	await rm(staged, {recursive: true});
}

/** The manual and the completions of shells, as the program prints them for somebody who has set nothing. */
async function writeTexts(program, folder) {
	const printed = {
		'dmtop.1': 'help --man',
		...Object.fromEntries(shells.map(shell => [`dmtop.${shell}`, `complete ${shell}`])),
	};
	for (const [name, words] of Object.entries(printed)) {
		const {stdout} = await run(program, words.split(' '), {env: {HOME: folder}});
		await writeFile(join(folder, name), stdout);
	}
}

/** As `sha256sum --check` reads it. */
async function sums(folder) {
	const lines = (await readdir(folder)).sort().map(async name => {
		const digest = createHash('sha256').update(await readFile(join(folder, name)));
		return `${digest.digest('hex')}  ${name}\n`;
	});
	return (await Promise.all(lines)).join('');
}
