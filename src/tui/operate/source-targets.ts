import {targetsAtOnce} from '../../wire/limits.ts';
import type {SourceRow} from '../../wire/topics.ts';
import {keyOf} from '../keys/key-of.ts';
import {sourceId} from '../row-ids.ts';
import {rowIds} from '../shown.ts';
import type {Meant, Model} from '../state.ts';
import {sourceOf, topView} from '../views.ts';
import {cannotWrite} from './writing.ts';

/** The source that is selected, or that the page is about. */
export function sourceMeant(model: Model): SourceRow | undefined {
	const view = topView(model);
	if (view.type === 'source') return sourceOf(model, view.source);
	if (view.type !== 'sources' || view.cursor.id === null) return undefined;
	if (!rowIds(model, view)?.includes(view.cursor.id)) return undefined;
	return model.sources?.sources.find(row => sourceId(row) === view.cursor.id);
}

/**
 * The tasks of the source that is selected: for a pause those that run there, for a resume those that were paused with all
 * others of it. A text says why there are none, in a few words.
 */
export function meantOfSource(model: Model, operation: 'pause' | 'resume'): Meant | string {
	const row = sourceMeant(model);
	if (row === undefined) return 'there is no source to select';
	const {source} = row;
	if (source === null) return 'DM does not say which source this worker has';
	const tasks =
		operation === 'resume'
			? (row.pausedHere ?? [])
			: row.tasks.filter(({stage}) => stage === 'Running').map(({task}) => task);
	if (tasks.length === 0) {
		return operation === 'resume'
			? `${keyOf(model, 'pause-source')} has paused no task of this source that is paused still; ${keyOf(model, 'resume')} resumes single ones on their pages`
			: 'no task runs on this source';
	}
	return {targets: tasks.map(task => ({task, sources: [source]})), hidden: 0, bySource: source};
}

/** Why the key cannot act, in a few words; undefined when it opens its dialog. */
export function sourceReason(model: Model, operation: 'pause' | 'resume'): string | undefined {
	const found = meantOfSource(model, operation);
	if (sourceMeant(model) === undefined && typeof found === 'string') return found;
	const writing = cannotWrite(model);
	if (writing !== undefined) return writing;
	if (typeof found === 'string') return found;
	return found.targets.length > targetsAtOnce
		? `at most ${targetsAtOnce} at once: it has ${found.targets.length}`
		: undefined;
}
