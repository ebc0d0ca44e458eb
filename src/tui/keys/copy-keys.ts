import {commandLine, dmctlLine} from '../../domain/operation/words.ts';
import {cleanText} from '../../domain/text.ts';
import {hasData} from '../freshness.ts';
import {pageOf} from '../pages/pages.ts';
import {aimOf} from '../shown.ts';
import type {Hotkey, Model} from '../state.ts';
import {topView} from '../views.ts';
import {nothing, notOn} from './view-keys.ts';

/** The keys that put something on the clipboard. */
export const copyKeys: readonly Hotkey[] = [
	copyKey('copy', 'y', 'copy', 'copy', selectedText, 'there is nothing to copy'),
	copyKey('copy-dmctl', 'Y', 'copy dmctl', 'copy as dmctl', dmctlText, 'no line of dmctl is known for it'),
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
		elsewhere: () => 'leave the help first (?)',
		whyNot: model => (!hasData(model) ? 'DM has not answered yet' : textOf(model) === null ? why : undefined),
		event(model) {
			const text = textOf(model);
			return text === null ? nothing : {type: 'copy', text: cleanText(text, {limit: mostCopied})};
		},
	};
}

/** So many characters go to the clipboard; some terminals take no more. */
const mostCopied = 8192;

/** The selected row as it is called, or what the page is about. */
function selectedText(model: Model): string | null {
	const view = topView(model);
	const page = pageOf(view);
	if (page.kind === 'list' && 'cursor' in view) return page.copies(model, view);
	const {task, source} = aimOf(model, view);
	return source ?? task;
}

/** dmctl's line of `Now:` whole, with the dm-master; where there is none, the one that asks for the state of the task. */
function dmctlText(model: Model): string | null {
	const view = topView(model);
	const line = pageOf(view).answers?.(model, view)?.line ?? null;
	const master = model.overview?.cluster.master ?? null;
	if (line !== null) return dmctlLine(master, line.slice('dmctl '.length));
	const {task} = aimOf(model, view);
	return task === null ? null : dmctlLine(master, commandLine('query-status', task, ''));
}
