import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
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

test('a pager that is left before its end is no trouble', () => check('exit 1', null));
test('one that is not there is a sentence', () =>
	check('dmtop-no-such-pager 2>&-', 'the pager: "dmtop-no-such-pager 2>&-" was not found (PAGER names it)'));
test('one that cannot be started is a sentence', () =>
	check('/ 2>&-', 'the pager: "/ 2>&-" cannot be started (PAGER names it)'));

test('it ends with the program', async () => {
	const ending = new AbortController();
	const shown = openPager('text', {...process.env, PAGER: 'sleep 600'}, ending.signal);
	ending.abort();
	expect(await shown).toBeNull();
});
