import {readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {brotliCompress} from 'node:zlib';

const compress = promisify(brotliCompress);

/**
 * node-sqlite3-wasm reads its WebAssembly from a file beside it, unless it is given the bytes beforehand. In the bundle
 * they stand, compressed, before its code.
 */
export const withinBundle = {
	name: 'sqlite within the bundle',
	setup(build) {
		build.onLoad({filter: /node-sqlite3-wasm\.js$/}, async ({path}) => {
			const [code, wasm] = await Promise.all([
				readFile(path, 'utf8'),
				readFile(join(dirname(path), 'node-sqlite3-wasm.wasm')),
			]);
			if (!code.includes('Module["wasmBinary"]')) throw new Error(`${path} takes its WebAssembly otherwise by now`);
			const text = (await compress(wasm)).toString('base64');
			const given = `var Module = {wasmBinary: require('node:zlib').brotliDecompressSync(Buffer.from('${text}', 'base64'))};`;
			return {contents: `var __dirname = '';\n${given}\n${code}`, loader: 'js'};
		});
	},
};
