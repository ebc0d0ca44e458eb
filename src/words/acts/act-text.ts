import {
	type Act,
	type ActOutcome,
	type ActProposal,
	type ActTarget,
	actNames,
	actTargetName,
} from '../../domain/act/act.ts';

/** How an act ended, in a sentence without what it was. */
export function actEnd({outcome, message}: ActOutcome): string {
	const said = (message ?? '').replace(/^(nothing was sent|unknown): /, '');
	const tail = said === '' ? '' : `: ${said}`;
	return {
		done: `done${tail}`,
		refused: `refused, nothing was sent${tail}`,
		failed: `failed${tail}`,
		unknown: `unknown${tail}`,
		'not-tried': `not tried${tail}`,
	}[outcome];
}

/** What is asked for, such as `pause relay of orders-02`. */
export function actTitle(act: Act, target: ActTarget): string {
	const name = actTargetName(target);
	switch (act) {
		case 'unlock':
			return `unlock ${name}`;
		case 'start-task':
			return `start ${name}`;
		case 'skip-ddl':
			return `skip the DDL of ${name}`;
		default:
			return `${actNames[act]} of ${name}`;
	}
}

/** How an act ended, as lines for a shell. */
export function actOutcomeText(act: Act, target: ActTarget, ended: ActOutcome): string {
	const lines = [
		`${actTitle(act, target)}: ${actEnd(ended)}`,
		...ended.parts.map(({source, worker, outcome, message}) => {
			const who = [source, worker].filter(name => name !== null).join('  ');
			return `  ${who}  ${outcome}${message === null || message === '' ? '' : `: ${message.replaceAll('\n', '\n      ')}`}`;
		}),
		...(ended.unwritten === undefined ? [] : [`  ! how it ended is not written down: ${ended.unwritten}`]),
	];
	return `${lines.join('\n')}\n`;
}

/** What is shown before an act, as lines for a shell. */
export function proposalLines(proposal: ActProposal): readonly string[] {
	const {act, target, now, costs, undo, dmctl, request, refused} = proposal;
	return [
		actTitle(act, target),
		...now.map(text => `    ${text}`),
		...(refused === null ? costs.map(text => `  ! ${text}`) : [`  ! It cannot be done: ${refused}.`]),
		...(refused === null ? undo.map(text => `    ${text.startsWith('next: ') ? '' : 'undo: '}${text}`) : []),
		...(request === null ? [] : [`    request: ${request.method} ${request.path} ${request.body}`]),
		...dmctl.map(text => `    ${text}`),
	];
}
