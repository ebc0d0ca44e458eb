import {unreachable} from '../../domain/unreachable.ts';
import type {Filter, Operator, Term, Within} from '../state.ts';
import {type Fields, readTerm} from './terms.ts';
import type {Figure, Traits} from './traits.ts';

/** A filter that was typed, and in a sentence what in it could not be read and so filters nothing. */
export type ReadFilter = {readonly filter: Filter | null; readonly problem: string | null};

/**
 * Reads a filter: terms with blanks between them, which a row has to fit all. `word` is in what the row says or is the
 * word of its letter, `/regex/` fits what it says, `lag>60` compares, `source=sh-*` names; `!` before a term means its
 * opposite. Case never matters.
 */
export function readFilter(text: string, fields: Fields, within: Within): ReadFilter {
	const read = piecesOf(text).map(piece => ({piece, term: readTerm(piece, {fields, within})}));
	const terms = read.flatMap(({piece, term}) => (isTerm(term) ? [{piece, term}] : []));
	const problem = read.flatMap(({term}) => (term !== null && 'problem' in term ? [term.problem] : []))[0] ?? null;
	if (terms.length === 0) return {filter: null, problem};
	return {filter: {text: terms.map(({piece}) => piece).join(' '), terms: terms.map(({term}) => term)}, problem};
}

/**
 * Which rows fit a filter: true = all of its terms, null = none fails, but what one asks for is not known. Null instead of
 * all of them where a regular expression takes too long.
 */
export function fitsOf<Row>(filter: Filter, rows: readonly Row[], traits: Traits<Row>): Fits | null {
	const texts = rows.map(traits.text);
	const small = filter.terms.some(({type}) => type === 'word') ? texts.map(text => text.toLowerCase()) : texts;
	const columns: Fits[] = [];
	for (const term of filter.terms) {
		const told = columnOf(term, rows, {texts, small}, traits);
		if (told === null) return null;
		columns.push(term.negated ? told.map(opposite) : told);
	}
	return rows.map((_, index) => all(columns.map(column => column[index] ?? null)));
}

type Fits = readonly (boolean | null)[];

/** A regular expression with blanks in it is one piece; one without its end goes on to the end. */
function piecesOf(text: string): readonly string[] {
	return text.match(/!?\/(?:\\.|[^\\])*?\/(?=\s|$)|!?\/.*$|\S+/gs) ?? [];
}

function isTerm(read: ReturnType<typeof readTerm>): read is Term {
	return read !== null && !('problem' in read);
}

type Texts = {readonly texts: readonly string[]; readonly small: readonly string[]};

/** What a term says of each row, before it is turned into its opposite. */
function columnOf<Row>(term: Term, rows: readonly Row[], {texts, small}: Texts, traits: Traits<Row>): Fits | null {
	switch (term.type) {
		case 'regex':
			return term.matcher.matching(texts);
		case 'word': {
			const {text, word} = term;
			return rows.map((row, index) => small[index]?.includes(text) === true || traits.word(row) === word);
		}
		case 'figure': {
			const figure = traits.figures?.[term.figure];
			return rows.map(row => compared(figure?.(row) ?? null, term.operator, term.value));
		}
		case 'name': {
			const names = traits.names?.[term.field];
			return rows.map(row => named(names?.(row) ?? null, term.pieces));
		}
		default:
			return unreachable(term);
	}
}

function compared(figure: Figure, operator: Operator, value: number): boolean | null {
	if (figure === null) return false;
	return figure === 'unknown' ? null : operators[operator](figure, value);
}

/** Of a figure that lies between two, null where it may be both. */
const operators: Readonly<Record<Operator, (of: Exclude<Figure, string | null>, value: number) => boolean | null>> = {
	'>': ({least, most}, value) => between(least > value, most <= value),
	'>=': ({least, most}, value) => between(least >= value, most < value),
	'<': ({least, most}, value) => between(most < value, least >= value),
	'<=': ({least, most}, value) => between(most <= value, least > value),
	'=': ({least, most}, value) => between(least === value && most === value, least > value || most < value),
};

function between(isSo: boolean, isNot: boolean): boolean | null {
	return isSo ? true : isNot ? false : null;
}

/** Whether one of the names is the pieces, in their order, with anything between them. */
function named(names: readonly string[] | null, pieces: readonly string[]): boolean | null {
	return names === null ? null : names.some(name => isOf(name.toLowerCase(), pieces));
}

function isOf(name: string, pieces: readonly string[]): boolean {
	const [first = '', ...rest] = pieces;
	const last = rest.pop();
	if (last === undefined) return name === first;
	if (!name.startsWith(first)) return false;
	let from = first.length;
	for (const piece of rest) {
		const at = name.indexOf(piece, from);
		if (at === -1) return false;
		from = at + piece.length;
	}
	return name.length - last.length >= from && name.endsWith(last);
}

function opposite(fits: boolean | null): boolean | null {
	return fits === null ? null : !fits;
}

function all(fits: readonly (boolean | null)[]): boolean | null {
	return fits.includes(false) ? false : fits.includes(null) ? null : true;
}
