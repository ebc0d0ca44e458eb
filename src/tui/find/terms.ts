import {type StatusWord, statusWords} from '../../domain/status-word.ts';
import {verdicts} from '../../words/theme.ts';
import type {FieldName, FigureName, Operator, Term, Within} from '../state.ts';
import {regexMatcher} from './matcher.ts';

/** What the rows of a list have beside their words. */
export type Fields = {readonly figures: readonly FigureName[]; readonly names: readonly FieldName[]};

/** What has to be known to read a term. */
export type Reading = {readonly fields: Fields; readonly within: Within};

/** A term, or in a sentence why it is none; null for one that asks for nothing yet. */
export type ReadTerm = Term | {readonly problem: string} | null;

/** What one piece of a filter asks for: the first kind of term that it looks like. */
export function readTerm(text: string, reading: Reading): ReadTerm {
	const negated = text.startsWith('!');
	const asked = negated ? text.slice(1) : text;
	for (const {looks, read} of kinds) {
		const parts = looks.exec(asked);
		if (parts !== null) return read(parts, negated, reading);
	}
	return null;
}

type Kind = {
	readonly looks: RegExp;
	readonly read: (parts: readonly string[], negated: boolean, reading: Reading) => ReadTerm;
};

/** All kinds of terms, the special before the general. */
const kinds: readonly Kind[] = [
	{
		looks: /^\/.*$/s,
		read([asked = ''], negated, {within}) {
			const matcher = regexMatcher(asked, asked, within);
			return matcher === null || 'problem' in matcher ? matcher : {type: 'regex', negated, matcher};
		},
	},
	{
		looks: /^([a-z]+)(!=|>=|<=|[<>=])(.*)$/is,
		read([asked = '', name = '', sign = '', value = ''], negated, {fields}) {
			const of = name.toLowerCase();
			const operator = sign === '!=' ? '=' : sign;
			const isNegated = (sign === '!=') !== negated;
			if (isFigure(of)) {
				return fields.figures.includes(of)
					? figureTerm(asked, of, operator as Operator, value, isNegated)
					: {problem: `${of}: the rows of this list have none`};
			}
			if (isField(of)) {
				return fields.names.includes(of)
					? nameTerm(of, operator, value, isNegated)
					: {problem: `${of}: the rows of this list have none`};
			}
			const known = [...fields.figures, ...fields.names];
			return {problem: `${name}: no such figure here; ${known.length === 0 ? 'there is none' : known.join(', ')}`};
		},
	},
	{
		looks: /^.+$/s,
		read([asked = ''], negated) {
			const text = asked.toLowerCase();
			return {type: 'word', negated, text, word: wordsOfLetters.get(text) ?? null};
		},
	},
];

function isFigure(name: string): name is FigureName {
	return name in units;
}

function isField(name: string): name is FieldName {
	return (fieldNames as readonly string[]).includes(name);
}

const fieldNames = ['task', 'source', 'worker'] as const satisfies readonly FieldName[];

/** What each figure is counted in, by the letter behind the number; `such` are examples. */
const units = {
	lag: {such: '60, 10m or 2h', by: {'': 1, s: 1, m: 60, h: 3600, d: 86_400}},
	gap: {such: '500K, 1M or 2G', by: {'': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4}},
	rows: {such: '100 or 2K', by: {'': 1, k: 1000, m: 1e6, g: 1e9}},
} as const satisfies Record<FigureName, {readonly such: string; readonly by: Readonly<Record<string, number>>}>;

function figureTerm(asked: string, figure: FigureName, operator: Operator, value: string, negated: boolean): ReadTerm {
	const {such, by} = units[figure];
	const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(\p{L}?)$/u.exec(value) ?? [];
	const each = (by as Readonly<Record<string, number | undefined>>)[unit.toLowerCase()];
	if (number === '' || each === undefined) return {problem: `${asked}: it needs a number such as ${such}`};
	return {type: 'figure', negated, figure, operator, value: Number(number) * each};
}

function nameTerm(field: FieldName, operator: string, value: string, negated: boolean): ReadTerm {
	if (operator !== '=' || value === '')
		return {problem: `${field}${operator}: write ${field}=NAME, where * is anything`};
	return {type: 'name', negated, field, pieces: value.toLowerCase().split('*')};
}

/** What a letter is called in one word: its status, and its word in the counts. */
const wordsOfLetters: ReadonlyMap<string, StatusWord> = new Map(
	statusWords.flatMap(word => {
		const short: string = verdicts[word].short.toLowerCase();
		const names = short.includes(' ') ? [word] : [word, short];
		return names.map(name => [name, word] as const);
	}),
);
