import type {TaskView} from '../../../wire/topics.ts';
import {wrap} from '../../../words/width.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {labelled, prose, section} from '../pieces/blocks.ts';

/** The task's configuration as DM gives it, passwords masked; or why there is none. */
export function configLines(model: Model, task: TaskView): readonly PageLine[] {
	const {columns} = model.size;
	const {config, configNote} = task;
	if (config === null) return prose(`${unknownText(task)} The sources shown are those that were seen.`, columns);
	const unseen = config.sources.filter(
		source => !task.subtasks.some(row => row.source === source && row.stage !== null),
	);
	return [
		...(configNote === null ? [] : prose(`When it was last asked for it could not be read: ${configNote}.`, columns)),
		...labelled('mode', config.mode ?? 'not told', columns),
		...labelled('shard mode', config.shardMode ?? 'none: it does not merge shards', columns),
		...labelled('target', config.target ?? 'not told', columns),
		...labelled('sources', config.sources.length === 0 ? 'none named' : config.sources.join(', '), columns),
		...(unseen.length === 0 ? [] : labelled('never seen', unseen.join(', '), columns)),
		...section(
			columns,
			'as DM prints it (passwords masked)',
			config.yaml.trim() === '' ? prose('DM gave no text of it.', columns) : yamlLines(config.yaml, model),
		),
	];
}

function unknownText({shape, configNote}: TaskView): string {
	if (shape === 'workers') return 'DM 1.0 does not give the configuration of a task over HTTP.';
	return configNote === null
		? 'The configuration is not known: it has not been read yet, or the master refuses it.'
		: `The configuration could not be read: ${configNote}.`;
}

/** Wrapped lines go on two deeper than they began, so that the levels stay to be seen. */
function yamlLines(yaml: string, model: Model): readonly string[] {
	const room = Math.max(1, model.size.columns - 2);
	const lines = yaml.trimEnd().split('\n');
	const shown = lines.slice(0, mostLines);
	const more = lines.length - shown.length;
	return [
		...shown.flatMap(line => {
			const indent = `${/^ */.exec(line)?.[0] ?? ''}    `;
			return (model.wrap ? wrap(line, room, indent) : [line]).map(part => ` ${part}`);
		}),
		...(more > 0 ? [` ... ${more} more lines`] : []),
	];
}

const mostLines = 5000;
