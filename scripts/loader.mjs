/**
 * Runs one entry of the bundle, and its other parts when they are asked for. The text of this function stands in the
 * bundle and goes into its threads, so it uses nothing from outside.
 *
 * Of `bundle`, `path` is the file of the bundle, or null where it is an asset of an executable, and `parts` tells where
 * in it the code of each part stands: the first byte and how many. V8's work on that code is in a file beside it, which
 * may be missing, and `begins` is what that file begins with. A thread is given the `files` that are open already:
 * whoever replaces the program while it runs does not change it.
 */
export function run(entry, bundle, require, importMeta) {
	const fs = require('node:fs');
	const {Script} = require('node:vm');
	const {parts} = bundle;
	const assets = bundle.path === null ? require('node:sea') : null;
	const files = bundle.files ?? {
		bundle: assets === null ? fs.openSync(bundle.path) : 'dmtop.mjs',
		compiled: openCompiled(),
	};
	const loaded = new Map();
	load(entry);

	function load(name) {
		let module = loaded.get(name);
		if (module === undefined) {
			module = {exports: {}};
			loaded.set(name, module);
			const code = JSON.parse(read(files.bundle, parts[name]).latin1Slice());
			// What V8 cannot use it refuses, and compiles as usual.
			const cachedData = files.compiled === null ? undefined : read(files.compiled.file, files.compiled.parts[name]);
			const script = new Script(code, {filename: `dmtop/${name}.js`, cachedData});
			script.runInThisContext()(module.exports, requirePart, module, importMeta, startThread);
		}
		return module.exports;
	}

	function requirePart(id) {
		return id.startsWith('./') ? load(id.slice('./'.length, -'.js'.length)) : require(id);
	}

	function startThread(name, options) {
		const {Worker} = require('node:worker_threads');
		const workerData = {...options.workerData, bundle: {...bundle, files}};
		const code = `(${run})(${JSON.stringify(name)},require('node:worker_threads').workerData.bundle,require,{})`;
		return new Worker(code, {...options, workerData, eval: true});
	}

	/** Null where there is none, or one of another build or for another Node. */
	function openCompiled() {
		const {version, platform, arch} = process;
		const begins = `${bundle.begins} ${version} ${platform} ${arch} `;
		let file = 'dmtop.compiled';
		try {
			if (assets === null) file = fs.openSync(bundle.path.replace(/mjs$/, 'compiled'));
			const head = read(file, [0, bundle.headBytes]).latin1Slice();
			if (head.startsWith(begins)) return {file, parts: inRow(JSON.parse(head.slice(begins.length)))};
			if (assets === null) fs.closeSync(file);
		} catch {}
		return null;
	}

	/** Where each part stands, one behind the other. */
	function inRow(lengths) {
		let end = bundle.headBytes;
		return Object.fromEntries(
			Object.keys(parts).map((name, index) => {
				const start = end;
				end += lengths[index];
				return [name, [start, lengths[index]]];
			}),
		);
	}

	function read(file, [start, length]) {
		if (assets !== null) return Buffer.from(assets.getRawAsset(file), start, length);
		const bytes = Buffer.allocUnsafeSlow(length);
		fs.readSync(file, bytes, 0, length, start);
		return bytes;
	}
}
