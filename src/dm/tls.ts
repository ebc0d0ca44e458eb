import {readFile} from 'node:fs/promises';
import {SetupError} from './setup-error.ts';

/** What TLS needs, as PEM: the authority that signed the masters' certificates, and a certificate of one's own. */
export type Tls = {
	readonly ca?: string | Buffer;
	readonly cert?: string | Buffer;
	readonly key?: string | Buffer;
};

/**
 * Reads the files of dmctl's `--ssl-ca`, `--ssl-cert` and `--ssl-key`; null where none is given.
 * Throws a SetupError where one cannot be read or a pair is not complete.
 */
export async function readTls(paths: {
	readonly ca?: string | undefined;
	readonly cert?: string | undefined;
	readonly key?: string | undefined;
}): Promise<Tls | null> {
	if ((paths.cert === undefined) !== (paths.key === undefined)) {
		throw new SetupError('received only one of --ssl-cert and --ssl-key, expected both or none');
	}
	const [ca, cert, key] = await Promise.all([
		readPem('--ssl-ca', paths.ca),
		readPem('--ssl-cert', paths.cert),
		readPem('--ssl-key', paths.key),
	]);
	if (ca === null && cert === null) return null;
	return {...(ca && {ca}), ...(cert && {cert}), ...(key && {key})};
}

async function readPem(option: string, path: string | undefined): Promise<Buffer | null> {
	if (path === undefined) return null;
	const file = await readFile(path).catch((error: NodeJS.ErrnoException) => {
		throw new SetupError(`${option}: ${path} cannot be read (${error.code ?? 'unknown error'})`);
	});
	if (!file.includes('-----BEGIN ')) throw new SetupError(`${option}: ${path} is no PEM file`);
	return file;
}
