import {startFacts, startWhyNot, type TaskCheck, type TaskFile} from '../../domain/act/start-act.ts';
import {commandLine, dmctlLine, quoted} from '../../domain/operation/words.ts';
import {plural} from '../format.ts';
import type {ActContext, Told} from './proposing.ts';

/** What there is to know before a task is started from its file; nothing of the file but its names is said. */
export function startTold(
	{task, sources, path}: TaskFile,
	check: TaskCheck,
	parts: Parameters<typeof startFacts>[1],
	{isOld, target, master}: ActContext,
): Told {
	const wanted = target.source === null ? sources : [target.source];
	const flag = target.source === null ? '' : ` -s ${quoted(target.source)}`;
	return {
		tier: 2,
		name: task,
		facts: startFacts(wanted, parts),
		now: [`${task}: ${plural(wanted.length, 'source')}: ${wanted.join(', ')}`, ...checkLines(check)],
		costs: [
			'It goes on at its checkpoint where it has one in the target, and begins with a full load where it has none.',
			'What DM answers of the whole says nothing: each source is told, and one that is refused is not started while the others are.',
		],
		undo: ['pause or stop it again'],
		dmctl: [dmctlLine(master, commandLine('start-task', path, flag))],
		refused: startWhyNot(wanted, parts, check, isOld && target.source !== null),
	};
}

/** What DM's check of a task's file has found, as lines. */
export function checkLines({passed, message, findings}: TaskCheck): readonly string[] {
	// Of a check that has passed DM says "fail to check", with warnings.
	const warned = passed && findings.length > 0 ? `, with ${plural(findings.length, 'warning')}` : null;
	return [
		`DM's check: ${passed ? 'passed' : 'failed'}${warned ?? (message === null ? '' : `: ${message}`)}`,
		...findings.map(({state, name, text}) => `  ${state} ${name}${text === '' ? '' : `: ${text}`}`),
	];
}
