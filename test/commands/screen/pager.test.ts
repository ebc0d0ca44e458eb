import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openPager} from '../../../src/commands/screen/pager.ts';

const never = new AbortController().signal;
const check = async (pager: string, expected: string | null) =>
	expect(await openPager('text', {...process.env, PAGER: pager}, never)).toBe(expected);

test('the text is what the pager reads', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-pager-'));
	try {
		const file = path.join(folder, 'read');
		await check(`cat > '${file}'`, null);
		expect(readFileSync(file, 'utf8')).toBe('text');
	} finally {
		rmSync(folder, {recursive: true});
	}
});

test('a pager that is left before its end is no trouble', () => check('false', null));
test('one that is not there is a sentence', () =>
	check('dmtop-no-such-pager 2>&-', 'the pager: "dmtop-no-such-pager 2>&-" was not found (PAGER names it)'));
test('one that cannot be started is a sentence', () =>
	check('/ 2>&-', 'the pager: "/ 2>&-" cannot be started (PAGER names it)'));

test('it ends with the program', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-pager-'));
	try {
		const [pager, began] = [path.join(folder, 'pager'), path.join(folder, 'began')];
		writeFileSync(pager, `#!/bin/sh\necho $$ > '${began}.new' && mv '${began}.new' '${began}'\nexec sleep 600\n`);
		chmodSync(pager, 0o700);
		const ending = new AbortController();
		const shown = openPager('text', {...process.env, PAGER: `${pager} -R`}, ending.signal);
		while (!existsSync(began)) await new Promise(resolve => setTimeout(resolve, 1));
		ending.abort();
		expect(await shown).toBeNull();
		expect(() => process.kill(Number(readFileSync(began, 'utf8')), 0)).toThrow('ESRCH');
	} finally {
		rmSync(folder, {recursive: true});
	}
});
