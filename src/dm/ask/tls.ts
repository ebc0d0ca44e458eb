import {readFile} from 'node:fs/promises';
import {cleanText} from '../../domain/text.ts';
import {SetupError} from './setup-error.ts';

/** What TLS needs, as PEM: the authority that signed the masters' certificates, and a certificate of one's own. */
export type Tls = {
	readonly ca?: string | Buffer;
	readonly cert?: string | Buffer;
	readonly key?: string | Buffer;
};

/** What the files are called on the command line. */
type FlagNames = Readonly<Record<'ca' | 'cert' | 'key', string>>;

const sslFlags: FlagNames = {ca: '--ssl-ca', cert: '--ssl-cert', key: '--ssl-key'};

/**
 * Reads the files of dmctl's `--ssl-ca`, `--ssl-cert` and `--ssl-key`, or of flags with other names; null where none is given.
 * Throws a SetupError where one cannot be read or is not what it is given as, or a pair is not complete.
 */
export async function readTls(
	paths: {
		readonly ca?: string | undefined;
		readonly cert?: string | undefined;
		readonly key?: string | undefined;
	},
	flags: FlagNames = sslFlags,
): Promise<Tls | null> {
	if ((paths.cert === undefined) !== (paths.key === undefined)) {
		throw new SetupError(`received only one of ${flags.cert} and ${flags.key}, expected both or none`);
	}
	const [ca, cert, key] = await Promise.all([
		readPem(flags.ca, paths.ca),
		readPem(flags.cert, paths.cert),
		readPem(flags.key, paths.key),
	]);
	if (ca === null && cert === null) return null;
	await check({ca, cert, key}, paths, flags);
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

/** Whether the files are what they are given as. Throws a SetupError that names the file and what is wrong with it. */
async function check(
	{ca, cert, key}: {readonly [name in 'ca' | 'cert' | 'key']: Buffer | null},
	paths: Parameters<typeof readTls>[0],
	flags: FlagNames,
): Promise<void> {
	// Dear to load, and most masters are asked without TLS.
	const [crypto, tls] = await Promise.all([import('node:crypto'), import('node:tls')]);
	const certificates = (option: string, path: string | undefined, file: Buffer) => {
		const blocks = blocksOf(file).filter(({label}) => label.endsWith('CERTIFICATE'));
		if (blocks.length === 0) {
			throw new SetupError(`${option}: ${path} holds ${contentsOf(file)}, expected a certificate`);
		}
		return blocks.map(({text}) => {
			try {
				return new crypto.X509Certificate(text);
			} catch {
				throw new SetupError(`${option}: ${path} holds a certificate that cannot be read`);
			}
		});
	};
	const privateKey = (file: Buffer) => {
		const blocks = blocksOf(file).filter(({label}) => label.endsWith('PRIVATE KEY'));
		if (blocks.length === 0) {
			throw new SetupError(`${flags.key}: ${paths.key} holds ${contentsOf(file)}, expected a private key`);
		}
		if (blocks.some(({label, text}) => label.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(text))) {
			throw new SetupError(
				`${flags.key}: ${paths.key} is protected by a passphrase, which dmtop does not ask for; expected a key without one`,
			);
		}
		try {
			return crypto.createPrivateKey(file);
		} catch {
			throw new SetupError(`${flags.key}: ${paths.key} holds a private key that cannot be read`);
		}
	};
	if (ca !== null) certificates(flags.ca, paths.ca, ca);
	if (cert === null || key === null) return;
	const [own] = certificates(flags.cert, paths.cert, cert);
	if (own?.checkPrivateKey(privateKey(key)) === false) {
		throw new SetupError(`${flags.key}: ${paths.key} is not the key of the certificate in ${paths.cert}`);
	}
	try {
		tls.createSecureContext({cert, key});
	} catch (error) {
		// Such as a key that is shorter than OpenSSL allows.
		const message = error instanceof Error ? error.message : String(error);
		const reason = cleanText(message.split(':').at(-1) ?? message, {limit: 200}).trim();
		throw new SetupError(`${flags.cert}: ${paths.cert} cannot be used (${reason})`);
	}
}

/** The blocks of a PEM file, each with what it says that it is, such as `CERTIFICATE`. */
function blocksOf(file: Buffer): readonly {readonly label: string; readonly text: string}[] {
	const found = file.toString('latin1').matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g);
	return [...found].map(([text, label = '']) => ({label, text}));
}

/** What a PEM file holds, for a person. */
function contentsOf(file: Buffer): string {
	const [first] = blocksOf(file);
	if (first === undefined) return 'no whole PEM block';
	const {label} = first;
	if (label.endsWith('CERTIFICATE')) return 'a certificate';
	if (label.endsWith('PRIVATE KEY')) return 'a private key';
	return `"${cleanText(label, {limit: 40})}"`;
}
