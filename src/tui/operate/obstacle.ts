import type {Dialog, Model} from '../state.ts';
import {underWayText} from './busy.ts';
import {sentTargets} from './dialogs.ts';
import {cannotWrite} from './writing.ts';

/** Why what a dialog asks cannot be done any more, in a few words, whatever key is pressed; null while it can. */
export function whyNotAsk(model: Model, {phase, spoilt}: Dialog): string | null {
	if (spoilt !== null) return spoilt;
	if (phase.type !== 'asking') return null;
	const writing = cannotWrite(model);
	if (writing !== undefined) return writing;
	const targets = sentTargets(phase.targets);
	for (const target of targets) {
		const busy = underWayText(model, target, model.tasks.get(target.task)?.task ?? null);
		if (busy !== null) return targets.length === 1 ? busy : `${target.task}: ${busy}`;
	}
	return null;
}
