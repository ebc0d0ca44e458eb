import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {basename} from 'node:path';
import {buffer} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {transform} from 'esbuild';
import {run} from './loader.mjs';

/** What Node 20 has and esbuild does not trust it with: it would make patterns anew at each use, once for each character. */
export const supported = {'regexp-set-notation': true, 'regexp-unicode-property-escapes': true};

/**
 * Packs a split build into one ES module. Each part is a remark in it, which costs next to nothing until the part is
 * asked for. `main` starts the same within an executable, where that module is an asset. `compiledBy` has V8's work on
 * the parts done by a Node, as bytes: reading that instead saves a third of the start-up time. It may be missing, and
 * another Node does not use it.
 */
export async function pack(outputFiles, entry) {
	const codes = [];
	for (const {path, text} of outputFiles) codes.push([basename(path, '.js'), await asFunction(text)]);
	const begins = createHash('sha256').update(JSON.stringify(codes)).digest('hex');
	const parts = {};
	let remarks = '';
	for (const [name, code] of codes) {
		const text = JSON.stringify(code);
		// All of it is ASCII.
		parts[name] = [remarks.length + '//'.length, text.length];
		remarks += `//${text}\n`;
	}
	const loader = (await transform(`${run}`, {minify: true, target: 'node20'})).code.trim();
	const start = path => `run(${JSON.stringify(entry)},{path:${path},...${JSON.stringify({parts, begins, headBytes})}},`;
	return {
		code: `${remarks}import{createRequire}from'node:module';
${loader}
${start('import.meta.filename')}createRequire(import.meta.url),import.meta);
`,
		main: `${ownLibraries}
${loader}
${start('null')}require,{url:require('node:url').pathToFileURL(process.execPath).href});
`,
		compiledBy: node => compiledBy(node, {begins, headBytes, codes}),
	};
}

/** An executable that has brought its libraries has told the loader by this; the programs that it starts have their own. */
const ownLibraries = `if(process.env.LD_PRELOAD?.startsWith('/proc/self/fd/'))delete process.env.LD_PRELOAD;`;

/** How long the head of what was compiled is, with blanks at its end: it tells how long each part is. */
const headBytes = 4096;

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

const compiler = fileURLToPath(new URL('compile.mjs', import.meta.url));

/** In a process that does nothing else and draws no lots, the same code becomes the same bytes. */
async function compiledBy(node, order) {
	const child = spawn(node, ['--random-seed=1', compiler], {stdio: ['pipe', 'pipe', 'inherit']});
	child.stdin.end(JSON.stringify(order));
	const [bytes, [code]] = await Promise.all([buffer(child.stdout), once(child, 'exit')]);
	if (code !== 0) throw new Error(`${node} could not compile the parts: it ended with ${code}`);
	return bytes;
}
