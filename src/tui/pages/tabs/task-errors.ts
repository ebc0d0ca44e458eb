import {unitOf} from '../../../domain/cluster.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import {plural} from '../../../words/format.ts';
import {verdicts} from '../../../words/theme.ts';
import {gatewayNow} from '../../freshness.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {prose, section} from '../pieces/blocks.ts';
import {errorLines, textOptions} from '../pieces/error-text.ts';
import {sinceText} from '../pieces/row-facts.ts';
import {absenceText, verdictText} from '../pieces/verdict.ts';

/** The subtasks of a task that DM tells an error of: their own, their source's, their relay's or their validator's. */
export function failing(task: TaskView): readonly SubtaskRow[] {
	return task.subtasks.filter(({result, sourceErrors, relay, validation}) =>
		[result?.errors, sourceErrors, relay?.result?.errors, validation?.result?.errors].some(
			errors => (errors?.length ?? 0) > 0,
		),
	);
}

/** All errors of all subtasks, in full, each with whether DM resumes it by itself. */
export function errorsLines(model: Model, task: TaskView): readonly PageLine[] {
	const {columns} = model.size;
	const rows = failing(task);
	const shown = rows.slice(0, most);
	const unheard = task.subtasks.filter(({presence}) => presence.type !== 'here');
	return [
		...(rows.length === 0
			? prose(`DM tells no error of ${plural(task.subtasks.length, 'subtask')} of this task.`, columns)
			: []),
		...shown.flatMap((row, index) => [...(index === 0 ? [] : ['']), ...oneSubtask(row, model)]),
		...(rows.length > most ? prose(`... ${plural(rows.length - most, 'subtask')} more with errors.`, columns) : []),
		...unheard.slice(0, 20).flatMap(row => prose(absenceText(row, model) ?? '', columns)),
	];
}

const most = 50;

function oneSubtask(row: SubtaskRow, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const unit = row.work === null ? '' : `  ${unitOf(row.work)}`;
	const worker = row.worker === null ? '' : ` / ${row.worker}`;
	const verdict = verdictText(row, gatewayNow(model));
	return section(columns, `${verdicts[row.word].letter} ${row.source}${worker}${unit}  ${row.stage ?? 'never seen'}`, [
		...prose(sinceText(row, model), columns),
		...(verdict === null ? [] : prose(verdict, columns)),
		...errorLines(row, textOptions(model)).map(line => ` ${line}`),
	]);
}
