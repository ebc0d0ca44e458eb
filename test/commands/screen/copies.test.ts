import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {copiesIn} from '../../../src/commands/screen/copies.ts';

const folders: string[] = [];

afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true});
});

function folder(): string {
	const made = mkdtempSync(path.join(tmpdir(), 'dmtop-copies-'));
	folders.push(made);
	return made;
}

test('the newest copy is in a file that nobody else reads', () => {
	const inside = path.join(folder(), 'dmtop');
	const copies = copiesIn(inside);
	expect(copies?.path).toBe(path.join(inside, 'copied'));
	expect(copies?.keep('first')).toBe(true);
	expect(copies?.keep('second')).toBe(true);
	expect(readFileSync(path.join(inside, 'copied'), 'utf8')).toBe('second\n');
	expect(statSync(path.join(inside, 'copied')).mode & 0o777).toBe(0o600);
	expect(statSync(inside).mode & 0o777).toBe(0o700);
	expect(readdirSync(inside)).toEqual(['copied']);
});

test('what somebody has put in its place is not followed', () => {
	const inside = folder();
	const victim = path.join(folder(), 'victim');
	writeFileSync(victim, 'mine');
	symlinkSync(victim, path.join(inside, 'copied'));
	expect(copiesIn(inside)?.keep('text')).toBe(true);
	expect(readFileSync(victim, 'utf8')).toBe('mine');
	expect(readFileSync(path.join(inside, 'copied'), 'utf8')).toBe('text\n');
});

test('where no file can be written it says so', () => {
	const file = path.join(folder(), 'file');
	writeFileSync(file, '');
	expect(copiesIn(file)?.keep('text')).toBe(false);
	expect(copiesIn(null)).toBeNull();
});
