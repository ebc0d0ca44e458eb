import {expect, test} from 'vitest';
import {type DocumentedStage, nextStage, type Trigger} from '../../src/domain/stage.ts';

const triggers: readonly Trigger[] = ['started', 'error', 'pause-task', 'resume-task', 'stop-task', 'done'];

// DM's documentation: what each stage becomes by each trigger; - = not possible.
test.each<[DocumentedStage, ...(DocumentedStage | '-')[]]>([
	['New', 'Running', 'Paused', '-', '-', '-', '-'],
	['Running', '-', 'Paused', 'Paused', '-', 'Stopped', 'Finished'],
	['Paused', '-', '-', '-', 'Running', 'Stopped', '-'],
	['Stopped', '-', '-', '-', '-', '-', '-'],
	['Finished', '-', '-', '-', '-', '-', '-'],
])('%s', (stage, ...expected) => {
	expect(triggers.map(trigger => nextStage(stage, trigger) ?? '-')).toEqual(expected);
});
