import type {Cutover, CutoverLine} from '../../../domain/cutover/cutover.ts';
import {cutoverMarks, cutoverSince} from '../../../words/cutover-text.ts';
import {plural, timeOfDay} from '../../../words/format.ts';
import {pad, width, wrap} from '../../../words/width.ts';
import {gatewayNow, viewerTime} from '../../freshness.ts';
import {ofWhole} from '../../operate/key-words.ts';
import type {Model, TextView} from '../../state.ts';
import {type Line, line, spreadLine} from '../../ui/line.ts';
import {quiet, rule, strong} from '../../ui/rules.ts';
import type {TextPage} from '../page.ts';
import {prose, section} from '../pieces/blocks.ts';
import {linesOfTask} from '../task-text.ts';

/** The list that has to be green before the target of a task takes over. */
export const cutoverPage: TextPage<Extract<TextView, {type: 'cutover'}>> = {
	kind: 'text',
	place: ({task}) => ['task', task, 'cutover'],
	crumbs: ({task}) => [task, 'cutover'],
	shortName: ({task}) => ({title: task, words: [task, 'cutover'], keeps: 'start'}),
	topics: ({task}) => [`task/${task}`],
	subject: (_, {task}) => ({task, source: null}),
	means: (_, {keyName}) => ofWhole(keyName),
	isOfTask: true,
	headerRows: () => 2,
	isUnruled: true,
	head(model, view, _, banner, range) {
		if (banner !== null) return [banner];
		return [headRule(model, view.task, range)];
	},
	lines: (model, view) => linesOfTask(model, view.task, () => linesOf(model, view.task)),
};

function headRule(model: Model, task: string, range: string): Line {
	const known = model.cutovers.get(task);
	if (known === undefined) return rule(model.size.columns, '', range);
	const lines = linesNow(known, model);
	const green = lines.filter(({state}) => state === 'green').length;
	const isGreen = green === lines.length;
	const since = known.greenSinceMs === null ? '' : ` since ${timeOfDay(viewerTime(model, known.greenSinceMs))}`;
	const title = isGreen ? `${task}: ALL GREEN${since}` : `${task}: ${green} of ${lines.length} green, do not cut over`;
	return rule(model.size.columns, title, range);
}

function linesOf(model: Model, task: string): readonly Line[] {
	const known = model.cutovers.get(task);
	if (known === undefined) return prose('It begins to be watched.', model.size.columns);
	const {columns} = model.size;
	const {anew, changes, leftOut, terms} = known;
	const time = (ms: number) => timeOfDay(viewerTime(model, ms));
	const told = changes.toReversed().map(({firstAtMs, count, stepsBack, text}) => {
		const times = count === 1 ? '' : ` (${count} times)`;
		return `${time(firstAtMs)} ${stepsBack ? '! ' : '  '}${text}${times}`;
	});
	return [
		...linesNow(known, model).flatMap(it => lineOf(it, model)),
		'',
		...(anew === null ? [] : prose(`The time began anew at ${time(anew.atMs)}: ${anew.why}.`, columns)),
		...prose(
			`Watched since ${known.beganAtMs === null ? 'now' : time(known.beganAtMs)}, and on when this page is left. The upstream has to stand still for ${terms.frozenMs / 1000} s, the checkpoint to be there at every poll of ${terms.stableMs / 1000} s. dmtop cutover ${task} --report FILE writes it down.`,
			columns,
		),
		...section(
			columns,
			'what changed',
			told.flatMap(text => hanging(text, columns)),
		),
		...(leftOut === 0 ? [] : prose(`The first ${plural(leftOut, 'change')} are left out.`, columns)),
	];
}

/** The lines as they are known now: what was told long ago is not known any more. */
function linesNow({lines, last, terms}: Cutover, model: Model): readonly CutoverLine[] {
	const nowMs = gatewayNow(model);
	if (last === null || nowMs - last.atMs <= terms.longestPauseMs) return lines;
	const evidence = `no answer since ${timeOfDay(viewerTime(model, last.atMs))}`;
	return lines.map(it => ({...it, state: 'unknown', evidence, sinceMs: last.atMs}));
}

const titleColumns = 33;

/** Mark, title, evidence and since; where it is narrow the evidence goes on below itself, with since behind it. */
function lineOf(it: CutoverLine, model: Model): readonly Line[] {
	const {columns} = model.size;
	const {mark, tone} = cutoverMarks[it.state];
	const since = cutoverSince(it, {nowMs: gatewayNow(model), wallShiftMs: viewerTime(model, 0)});
	const head = [
		' ',
		{text: pad(mark, 3), tone},
		it.state === 'green' ? pad(it.title, titleColumns) : strong(pad(it.title, titleColumns)),
	];
	const from = 4 + titleColumns;
	if (columns < from + 24) {
		const more = [it.evidence, since].filter(text => text !== '').join(', ');
		return [line(head, columns), ...prose(more, columns - 4).map(text => line([`    ${text.trimStart()}`], columns))];
	}
	const room = columns - from - 1;
	if (width(it.evidence) + 2 + width(since) <= room)
		return [spreadLine([...head, it.evidence], [quiet(`${since} `)], columns)];
	const all = wrap(it.state === 'waiting' ? `${it.evidence}, ${since}` : `${it.evidence}`, room);
	return all.map((text, index) => line(index === 0 ? [...head, text] : [' '.repeat(from), text], columns));
}

/** A change, which goes on behind its time. */
function hanging(text: string, columns: number): readonly string[] {
	return wrap(text, Math.max(1, columns - 2), ' '.repeat(columns < 40 ? 2 : 11)).map(part => ` ${part}`);
}
