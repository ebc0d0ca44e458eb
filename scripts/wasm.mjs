/** Compiles and starts the WebAssembly of a data: URL at once, where Emscripten would wait for promises. */
export function instantiateNow(imports, done, url) {
	const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
	const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
	done(instance);
	return instance.exports;
}
