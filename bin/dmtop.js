#!/usr/bin/env node
import {existsSync} from 'node:fs';

const program = new URL('../dist/dmtop.mjs', import.meta.url);
if (existsSync(program)) await import(program);
else {
	process.stderr.write('dmtop: it is not built yet: npm run build\n');
	process.exitCode = 2;
}
