import {chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {joinNeighbours, type Neighbours} from '../../../src/gateway/ask/neighbours.ts';
import {createTestClock} from '../../support/clock.ts';

const undo: (() => void)[] = [];
afterEach(() => {
	for (const one of undo.splice(0).reverse()) one();
});

function room(): {
	folder: string;
	join: (...masters: readonly string[]) => Neighbours;
	clock: ReturnType<typeof createTestClock>;
} {
	const parent = mkdtempSync(path.join(tmpdir(), 'dmtop-neighbours-'));
	undo.push(() => rmSync(parent, {recursive: true, force: true}));
	const folder = path.join(parent, 'dmtop');
	const clock = createTestClock(Date.now());
	const join = (...masters: readonly string[]) => {
		const one = joinNeighbours({folder, masters, clock, random: Math.random});
		undo.push(one.leave);
		return one;
	};
	return {folder, join, clock};
}

/** What the files of the only cluster begin with. */
function placeIn(folder: string): string {
	return readdirSync(folder)[0]?.split('-')[0] ?? '';
}

test('gateways of one cluster see each other, those of another do not, and who leaves is gone', () => {
	const {folder, join, clock} = room();
	const one = join('m1:8261', 'm2:8261');
	expect(one.living()).toBe(1);
	const two = join('m2:8261');
	const other = join('elsewhere:8261');
	clock.pass(2000);
	expect([one.living(), two.living(), other.living()]).toEqual([2, 2, 1]);
	two.leave();
	clock.pass(2000);
	expect(one.living()).toBe(1);
	one.leave();
	other.leave();
	expect(readdirSync(folder)).toEqual([]);
});

test('the dead are not counted and are taken away, nor are those who have not been heard of', () => {
	const {folder, join, clock} = room();
	const one = join('m1:8261');
	const place = placeIn(folder);
	writeFileSync(path.join(folder, `${place}-4194399-0123456789ab`), '');
	const old = path.join(folder, `${place}-${process.pid}-0123456789ab`);
	writeFileSync(old, '');
	utimesSync(old, new Date(clock.wall() - 100_000), new Date(clock.wall() - 100_000));
	expect(one.living()).toBe(1);
	expect(readdirSync(folder)).toHaveLength(2);
	clock.pass(100_000);
	expect(one.living()).toBe(1);
	expect(readdirSync(folder)).toHaveLength(1);
});

test('whatever else lies there is no gateway', () => {
	const {folder, join} = room();
	const one = join('m1:8261');
	const place = placeIn(folder);
	for (const name of ['1', '1-x', `${process.pid}-0123456789ab.swp`, '-1-0123456789ab', '99999999999-0123456789ab']) {
		writeFileSync(path.join(folder, `${place}-${name}`), '\u001b[2J'.repeat(1000));
	}
	mkdirSync(path.join(folder, 'folder'));
	writeFileSync(path.join(folder, 'a file'), '');
	expect(one.living()).toBe(1);
});

test.each<[string, (folder: string) => void]>([
	[
		'one that others may write to',
		folder => {
			mkdirSync(folder);
			chmodSync(folder, 0o777);
		},
	],
	[
		'one that others may read',
		folder => {
			mkdirSync(folder);
			chmodSync(folder, 0o755);
		},
	],
	[
		'a link',
		folder => {
			mkdirSync(`${folder}-target`, {mode: 0o700});
			symlinkSync(`${folder}-target`, folder);
		},
	],
	['a file', folder => writeFileSync(folder, '')],
])('a folder that is not this user\u2019s own alone is left alone: %s', (_, make) => {
	const {folder, join} = room();
	make(folder);
	const [one, two] = [join('m1:8261'), join('m1:8261')];
	expect([one.living(), two.living()]).toEqual([1, 1]);
});

test('without a folder nobody is seen', () => {
	const clock = createTestClock();
	const one = joinNeighbours({folder: null, masters: ['m1:8261'], clock, random: Math.random});
	expect(one.living()).toBe(1);
	one.leave();
	expect(clock.timers()).toBe(0);
});
