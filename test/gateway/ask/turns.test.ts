import {expect, test} from 'vitest';
import {createTurns} from '../../../src/gateway/ask/turns.ts';

test('so many at a time, the others in their order, and what fails gives its turn back', async () => {
	const turns = createTurns(2);
	const begun: number[] = [];
	const ends: Array<(fails: boolean) => void> = [];
	const work = (name: number) =>
		turns(() => {
			begun.push(name);
			return new Promise<number>((resolve, reject) => {
				ends[name] = fails => (fails ? reject(new Error('no')) : resolve(name));
			});
		});
	const told = [0, 1, 2, 3].map(name => work(name).catch(() => 'failed'));
	const settle = () => new Promise(setImmediate);
	await settle();
	expect(begun).toEqual([0, 1]);
	ends[1]?.(true);
	await settle();
	expect(begun).toEqual([0, 1, 2]);
	ends[0]?.(false);
	await settle();
	expect(begun).toEqual([0, 1, 2, 3]);
	ends[2]?.(false);
	ends[3]?.(false);
	expect(await Promise.all(told)).toEqual([0, 'failed', 2, 3]);
	const late = [4, 5, 6].map(work);
	await settle();
	expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
	for (const end of ends.slice(4)) end(false);
	await settle();
	ends[6]?.(false);
	expect(await Promise.all(late)).toEqual([4, 5, 6]);
});
