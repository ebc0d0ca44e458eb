import type {Check} from '../../../domain/cluster.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';

import {factLines, figure, prose, section, yesNo} from '../pieces/blocks.ts';
import {textBlock} from '../pieces/error-text.ts';

/** What a Check unit tells: its figures, and its checks by name where the detail can be read. */
export function checkLines(work: Check, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const figures = factLines(
		[
			`${figure(work.total)} checks`,
			`${figure(work.successful)} successful`,
			`${figure(work.warning)} warnings`,
			`${figure(work.failed)} failed`,
			`passed: ${yesNo(work.passed)}`,
		],
		columns,
	);
	return [...section(columns, 'figures', figures), ...detailLines(work.detail, model)];
}

function detailLines(detail: string | null, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	if (detail === null || detail.trim() === '') {
		return section(columns, 'detail', prose('DM gives no detail of the checks (yet).', columns));
	}
	const checks = checksIn(detail);
	if (checks === null) {
		return section(
			columns,
			'detail, as DM gives it',
			textBlock(detail, {columns, wrap: true}).map(line => line.slice(1)),
		);
	}
	return groups.flatMap(({title, letter, states}) => {
		const of = checks.filter(({state}) => states.includes(state));
		const named = of.flatMap(({name, texts}) => [
			...prose(`${letter} ${name}`, columns),
			...texts.flatMap(text => prose(`  ${text}`, columns)),
		]);
		return section(columns, `${title} (${of.length})`, named);
	});
}

type Named = {readonly name: string; readonly state: string; readonly texts: readonly string[]};

const groups = [
	{title: 'failed: blocks the start', letter: 'X', states: ['fail', 'failure', 'failed']},
	{title: 'warnings: the start goes on', letter: '!', states: ['warn', 'warning']},
	{title: 'successful', letter: '.', states: ['success', 'successful', 'ok']},
	{title: 'other', letter: '?', states: ['']},
] satisfies readonly {title: string; letter: string; states: readonly string[]}[];

/** An unknown state is put into the last group. */
const knownStates: ReadonlySet<string> = new Set(groups.flatMap(({states}) => states));

/** The checks in a detail that is JSON with a list of named results; else null. */
function checksIn(detail: string): readonly Named[] | null {
	let json: unknown;
	try {
		json = JSON.parse(detail);
	} catch {
		return null;
	}
	const results = Array.isArray(json) ? json : fieldOf(json, 'results');
	if (!Array.isArray(results) || results.length === 0) return null;
	const checks = results.map(named);
	return checks.every(check => check !== null) ? checks : null;
}

function named(result: unknown): Named | null {
	const name = textOf(result, 'name') ?? textOf(result, 'desc');
	if (name === null) return null;
	const state = (textOf(result, 'state') ?? '').toLowerCase();
	const texts = ['errorMsg', 'error', 'instruction', 'extra'].map(key => textOf(result, key));
	const kept = texts.filter(text => text !== null);
	return knownStates.has(state) ? {name, state, texts: kept} : {name, state: '', texts: [`DM says: ${state}`, ...kept]};
}

function textOf(value: unknown, key: string): string | null {
	const text = fieldOf(value, key);
	return typeof text === 'string' && text.trim() !== '' ? text : null;
}

function fieldOf(value: unknown, key: string): unknown {
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
	return Object.entries(value).find(([name]) => name === key)?.[1];
}
