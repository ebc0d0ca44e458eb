import {commandLine, dmctlLine, quoted} from '../../domain/operation/words.ts';
import {cleanText} from '../../domain/text.ts';
import {placeOf} from '../find/place.ts';
import {hasData} from '../freshness.ts';
import {pageOf} from '../pages/pages.ts';
import {subjectOf, textLines} from '../shown.ts';
import type {Hotkey, Model} from '../state.ts';
import {topView} from '../views.ts';
import {keyOf} from './key-of.ts';
import {alwaysPossible, inText, nothing, notOn} from './view-keys.ts';

/** The keys that put something on the clipboard. */
export const copyKeys: readonly Hotkey[] = [
	copyKey('copy', 'y', 'copy', 'copy', selectedText, 'there is nothing to copy'),
	copyKey('copy-dmctl', 'Y', 'copy dmctl', 'copy as dmctl', dmctlText, 'no line of dmctl is known for it'),
	{
		...copyKey('copy-place', 'ctrl-g', 'copy place', 'copy place', gotoText, 'nothing leads here'),
		title: () => 'copy the flag that leads a colleague here (--goto)',
	},
	{
		id: 'pager',
		keys: ['E'],
		label: 'pager',
		help: 'in $PAGER',
		title: () => 'read this text in $PAGER',
		group: 'see',
		where: inText,
		elsewhere: model => `it shows a text, and this is a list (${keyOf(model, 'open')} opens a row)`,
		whyNot: alwaysPossible,
		event: model => ({type: 'page', text: pagedText(model)}),
	},
];

function copyKey(
	id: string,
	key: string,
	label: string,
	help: string,
	textOf: (model: Model) => string | null,
	why: string,
): Hotkey {
	return {
		id,
		keys: [key],
		label,
		help,
		group: 'see',
		where: notOn('help'),
		elsewhere: model => `leave the help first (${keyOf(model, 'help')})`,
		whyNot: model => (!hasData(model) ? 'DM has not answered yet' : textOf(model) === null ? why : undefined),
		event(model) {
			const text = textOf(model);
			return text === null ? nothing : {type: 'copy', text: cleanText(text, {limit: mostCopied})};
		},
	};
}

/** The whole text of the page, its long lines as they are. */
function pagedText(model: Model): string {
	const lines = textLines({...model, wrap: false}, topView(model));
	return lines.map(text => `${cleanText(text).trimEnd()}\n`).join('');
}

function gotoText(model: Model): string | null {
	const place = placeOf(model);
	const cluster = model.clusters?.open ?? null;
	const of = cluster === null ? '' : `--cluster ${quoted(cluster)} `;
	return place === null ? null : `${of}--goto '${place}'`;
}

/** So many characters go to the clipboard; some terminals take no more. */
const mostCopied = 8192;

/** The selected row as it is called, or what the page is about. */
function selectedText(model: Model): string | null {
	const view = topView(model);
	const page = pageOf(view);
	if (page.kind === 'list' && 'cursor' in view) return page.copies(model, view);
	const {task, source} = subjectOf(model, view);
	return source ?? task;
}

/** dmctl's line of `Now:` whole, with the dm-master; where there is none, the one that asks for the state of the task. */
function dmctlText(model: Model): string | null {
	const view = topView(model);
	const line = pageOf(view).answers?.(model, view)?.line ?? null;
	const master = model.overview?.cluster.master ?? null;
	if (line !== null) return dmctlLine(master, line.slice('dmctl '.length));
	const {task} = subjectOf(model, view);
	return task === null ? null : dmctlLine(master, commandLine('query-status', task, ''));
}
