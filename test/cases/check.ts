import {expect, test} from 'vitest';
import type {StatusWord} from '../../src/domain/status-word.ts';
import {overview} from '../../src/gateway/views/views.ts';
import {caseMemory} from '../support/cases.ts';

/** What the list says of a task once all answers of a case have come. `reason` and `outlook` are parts of the texts. */
export type Expected = {
	readonly word: StatusWord;
	readonly label?: string;
	readonly reason?: string;
	readonly outlook?: string;
	/** What the texts must not say. */
	readonly never?: string;
};

/** Holds a task of a case of fixtures/cases against what a monitor should say of it. */
export function checkRow(
	name: string,
	task: string,
	expected: Expected,
	options?: Parameters<typeof caseMemory>[1],
): void {
	test(`${name}: ${task} is ${expected.word}`, () => {
		const row = overview(caseMemory(name, options)).tasks.find(each => each.name === task);
		expect(row).toMatchObject({word: expected.word, ...(expected.label !== undefined && {label: expected.label})});
		const said = `${row?.reason} ${row?.outlook}`;
		for (const part of [expected.reason, expected.outlook]) if (part !== undefined) expect(said).toContain(part);
		if (expected.never !== undefined) expect(said).not.toContain(expected.never);
	});
}
