import {cleanText} from '../../domain/text.ts';
import {AnswerError} from './error.ts';

/**
 * The bytes of an answer that was packed on its way, by a proxy that was not asked to. Throws an AnswerError where they
 * cannot be unpacked, or are more than `maxBytes`.
 */
export async function unpack(body: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
	const name = encoding.trim().toLowerCase();
	if (name === '' || name === 'identity') return body;
	// Dear to load, and no master packs its answers.
	const zlib = await import('node:zlib');
	const known: Readonly<Record<string, typeof zlib.gunzip>> = {
		gzip: zlib.gunzip,
		'x-gzip': zlib.gunzip,
		br: zlib.brotliDecompress,
		// By its name with the header of zlib; some leave that out.
		deflate: ((body[0] ?? 0) & 0x0f) === 8 ? zlib.inflate : zlib.inflateRaw,
	};
	const open = Object.hasOwn(known, name) ? known[name] : undefined;
	const shown = cleanText(name, {limit: 40});
	if (open === undefined) {
		throw new AnswerError('unexpected', `received an answer packed as "${shown}", which dmtop cannot unpack`);
	}
	return new Promise((resolve, reject) => {
		open(body, {maxOutputLength: maxBytes}, (error, unpacked) => {
			if (error === null) resolve(unpacked);
			else reject(problemOf(error, shown, body.length, maxBytes));
		});
	});
}

function problemOf(error: NodeJS.ErrnoException, name: string, bytes: number, maxBytes: number): AnswerError {
	if (error.code === 'ERR_BUFFER_TOO_LARGE') {
		return new AnswerError(
			'too-large',
			`an answer of more than ${Math.floor(maxBytes / 1024)} KiB once unpacked (${name})`,
		);
	}
	if (error.code === 'Z_BUF_ERROR') {
		return new AnswerError('truncated', `received an answer packed as "${name}" that breaks off after ${bytes} bytes`);
	}
	return new AnswerError('unexpected', `received an answer that says it is packed as "${name}" and is not`);
}
