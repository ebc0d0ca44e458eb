import type {Writable} from 'node:stream';
import {adviceForText, allAdvice, type Listed, lineText, nowText} from '../domain/advice/advice.ts';
import type {Line, Step} from '../domain/advice/entry.ts';
import {cleanText} from '../domain/text.ts';
import {cut, pad, wrap} from '../words/width.ts';
import type {Options} from './args/usage.ts';
import {exit} from './exit.ts';
import {columnsOf} from './status.ts';

export type ExplainIo = {readonly stdout: Writable; readonly stderr: Writable};

/** Prints what is known about a code or a text, or the list of all that is known; asks nobody. */
export function explain({argument, list, json}: Options, {stdout, stderr}: ExplainIo): number {
	// A pasted message may hold anything, and comes back in statements and names.
	const text = cleanText(argument ?? '', {newlines: true});
	const entries = list ? allAdvice() : adviceForText(text);
	if (json) stdout.write(`${JSON.stringify({entries: entries.map(asJson)}, null, 2)}\n`);
	else if (entries.length > 0)
		stdout.write(list ? listing(entries, columnsOf(stdout)) : pages(entries, columnsOf(stdout)));
	if (entries.length > 0) return exit.fine;
	stderr.write(`dmtop: no advice is known for ${cleanText(text, {limit: 80})}\n`);
	return exit.trouble;
}

/** One line each, cut only for a terminal. */
function listing(entries: readonly Listed[], columns: number | null): string {
	const ids = Math.max(...entries.map(({id}) => id.length));
	const found = entries.map(entry => foundBy(entry, 2));
	const codes = Math.max(...found.map(({length}) => length));
	const lines = entries.map(({id, means}, at) => `${pad(id, ids)}  ${pad(found[at] ?? '', codes)}  ${means}`);
	return `${lines.map(line => (columns === null ? line : cut(line, columns))).join('\n')}\n`;
}

/** The codes and numbers that lead to an entry, the first `most` of them. */
function foundBy({codes, sql}: Listed, most = Number.POSITIVE_INFINITY): string {
	const all = [...codes, ...sql].map(String);
	return all.length > most ? `${all.slice(0, most).join(' ')} ..` : all.join(' ');
}

const usualColumns = 80;

function pages(entries: readonly Listed[], columns: number | null): string {
	const room = Math.min(columns ?? usualColumns, 100);
	const legend = wrap('Capitals stand for your names; r, p, X, e and others are keys of the full screen.', room);
	return `${[...entries.map(entry => page(entry, room)), legend].map(lines => lines.join('\n')).join('\n\n')}\n`;
}

/** What an entry says, in lines of at most so many columns; what can be pasted stays on one. */
function page(entry: Listed, columns: number): readonly string[] {
	const codes = foundBy(entry);
	return [
		`${entry.id}${codes === '' ? '' : `  (${codes})`}`,
		...labelled('what', entry.means, columns),
		...labelled('Now:', nowText(entry.now), columns),
		...linesOfNow(entry).map(pasted),
		...entry.steps.flatMap((step, at) => stepLines(step, at, columns)),
		...(entry.note === null ? [] : labelled('note', entry.note, columns)),
		...(entry.versions === null ? [] : labelled('DM', entry.versions, columns)),
		...(entry.page === null ? [] : [...labelled('page', entry.page.title, columns), indented(entry.page.url, columns)]),
	];
}

/** What can be pasted for it, where no step shows the same. */
function linesOfNow({now, steps}: Listed): readonly Line[] {
	const shown = new Set(steps.flatMap(({lines}) => lines.map(({text}) => text)));
	return now.lines.filter(({text}) => !shown.has(text));
}

const label = 8;
const indent = ' '.repeat(label);

/** As far to the right as it fits: an address that is broken leads nowhere. */
function indented(url: string, columns: number): string {
	return `${' '.repeat(Math.max(0, Math.min(label, columns - url.length)))}${url}`;
}

function labelled(name: string, text: string, columns: number): readonly string[] {
	return wrap(`${pad(name, label)}${text}`, columns, indent);
}

function stepLines(step: Step, at: number, columns: number): readonly string[] {
	const head = `${String(at + 1).padStart(label - 2)}  `;
	return [...wrap(`${head}${nowText(step)}`, columns, indent), ...step.lines.map(pasted)];
}

function pasted(line: Line): string {
	return `${indent}  ${lineText(line, null)}${line.versions === null ? '' : `   (${line.versions})`}`;
}

function asJson({id, codes, sql, means, now, steps, note, page, versions}: Listed) {
	return {id, codes, sqlErrors: sql, means, now: stepJson(now), steps: steps.map(stepJson), note, page, versions};
}

function stepJson({text, key, next, lines}: Step) {
	const shown = lines.map(line => ({type: line.type, text: lineText(line, null), versions: line.versions}));
	return {text, key, nextKey: next, lines: shown};
}
