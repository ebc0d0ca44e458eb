import {expect, test} from 'vitest';
import {createInTurns} from '../../src/gateway/in-turns.ts';

function lab() {
	const done: string[] = [];
	const errors: unknown[] = [];
	let turn = () => {};
	const works = createInTurns(
		() =>
			new Promise(resolve => {
				turn = resolve;
			}),
		error => errors.push(error),
	);
	function* work(name: string, pieces: number, last = () => {}): Generator<void, void> {
		for (let piece = 1; piece <= pieces; piece++) {
			if (piece > 1) yield;
			done.push(`${name}${piece}`);
		}
		last();
	}
	return {
		works,
		done,
		errors,
		work,
		async turn() {
			turn();
			await Promise.resolve();
			await Promise.resolve();
		},
	};
}

test('what is short is done at once', () => {
	const {works, work, done} = lab();
	works.add(work('a', 1));
	works.add(work('b', 1));
	expect(done).toEqual(['a1', 'b1']);
});

test('what is long is done in turns, and what comes meanwhile after it', async () => {
	const {works, work, done, turn} = lab();
	works.add(work('a', 3));
	works.add(work('b', 1));
	expect(done).toEqual(['a1']);
	await turn();
	expect(done).toEqual(['a1', 'a2']);
	await turn();
	expect(done).toEqual(['a1', 'a2', 'a3', 'b1']);
	await works.done();
});

test('all that is left can be done at once', async () => {
	const {works, work, done, turn} = lab();
	works.add(work('a', 3));
	works.add(work('b', 2));
	works.finish();
	expect(done).toEqual(['a1', 'a2', 'a3', 'b1', 'b2']);
	await turn();
	works.add(work('c', 1));
	expect(done).toHaveLength(6);
});

test('too many do not wait', () => {
	const {works, work, done} = lab();
	for (const name of ['a', 'b', 'c', 'd']) works.add(work(name, 2));
	expect(done).toEqual(['a1']);
	works.add(work('e', 2));
	expect(done).toHaveLength(10);
});

test('what a work adds itself comes after it', () => {
	const {works, work, done} = lab();
	works.add(work('a', 1, () => works.add(work('b', 1))));
	expect(done).toEqual(['a1', 'b1']);
});

test('one that fails is told of, and the next goes on', () => {
	const {works, work, done, errors} = lab();
	works.add(
		work('a', 1, () => {
			throw new Error('broken');
		}),
	);
	works.add(work('b', 1));
	expect(errors).toEqual([new Error('broken')]);
	expect(done).toEqual(['a1', 'b1']);
});
