import {createHash} from 'node:crypto';
import {basename} from 'node:path';
import v8 from 'node:v8';
import {Script} from 'node:vm';
import {transform} from 'esbuild';
import {run} from './loader.mjs';

/** What Node 20 has and esbuild does not trust it with: it would make patterns anew at each use, once for each character. */
export const supported = {'regexp-set-notation': true, 'regexp-unicode-property-escapes': true};

/**
 * Packs a split build into one ES module. Each part is a remark in it, which costs next to nothing until the part is
 * asked for. With it comes V8's work on the parts, as bytes: reading that instead saves a third of the start-up time. It
 * may be missing, and another Node than this one does not use it.
 */
export async function pack(outputFiles, entry) {
	const codes = new Map();
	for (const {path, text} of outputFiles) codes.set(basename(path, '.js'), await asFunction(text));
	const begins = createHash('sha256')
		.update(JSON.stringify([...codes]))
		.digest('hex');
	const remarks = inRow('', codes, code => `//${JSON.stringify(code)}\n`);
	const compiled = inRow(`${begins} ${process.version} ${process.platform} ${process.arch}\n`, codes, compile);
	const parts = Object.fromEntries(
		Object.entries(remarks.places).map(([name, [start, length]]) => [
			name,
			[start + '//'.length, length - '//\n'.length],
		]),
	);
	const loader = await transform(`${run}`, {minify: true, target: 'node20'});
	const bundle = JSON.stringify({parts, compiled: {begins, parts: compiled.places}});
	const start = `import{createRequire}from'node:module';
${loader.code.trim()}
run(${JSON.stringify(entry)},{path:import.meta.filename,...${bundle}},createRequire(import.meta.url),import.meta);
`;
	return {code: Buffer.concat([remarks.bytes, Buffer.from(start)]), compiled: compiled.bytes};
}

async function asFunction(text) {
	const {code} = await transform(text, {
		format: 'cjs',
		platform: 'node',
		target: 'node20',
		minify: true,
		legalComments: 'none',
		// Calls of require instead, behind a promise.
		supported: {...supported, 'dynamic-import': false},
		charset: 'ascii',
	});
	return `(function(exports,require,module,__importMeta__,__startThread__){${code.trim()}\n})`;
}

/** The bytes made of each code, one behind the other, and for each the first one and how many. */
function inRow(begins, codes, make) {
	const pieces = [Buffer.from(begins)];
	const places = {};
	let end = pieces[0].length;
	for (const [name, code] of codes) {
		const piece = Buffer.from(make(code, name));
		places[name] = [end, piece.length];
		pieces.push(piece);
		end += piece.length;
	}
	return {bytes: Buffer.concat(pieces), places};
}

/** What V8 makes of a code. */
function compile(code, name) {
	// Else V8 would leave out all functions that have not been called yet.
	v8.setFlagsFromString('--no-lazy');
	const script = new Script(code, {filename: `dmtop/${name}.js`});
	// V8 refuses what was made under other flags than it has itself.
	v8.setFlagsFromString('--lazy');
	return script.createCachedData();
}
