import type {Model, OpenDialog} from '../state.ts';

/** The dialog as it is once the terminal has another size: what was on the screen may not be there any more. */
export function resizedDialog(dialog: OpenDialog | null): OpenDialog | null {
	return dialog === null ? null : unshown({...dialog, top: 0}, 0);
}

/** The topics that the dialog reads. */
export function dialogTopics({dialog}: Model): readonly `task/${string}`[] {
	if (dialog?.type !== 'operation') return [];
	return dialog.asked.map(({task}) => `task/${task}` as const);
}

/** The dialog as something that has not been on the screen yet, as it is now. */
export function unshown(dialog: OpenDialog, seenLines?: number): OpenDialog {
	if (dialog.type === 'allowing') {
		const phase = {...dialog.phase, shownAtMs: null, seenLines: seenLines ?? dialog.phase.seenLines};
		return {...dialog, phase, remark: null};
	}
	if (dialog.type === 'act') {
		if (dialog.phase.type !== 'choosing') return dialog;
		const phase = {...dialog.phase, shownAtMs: null, seenLines: seenLines ?? dialog.phase.seenLines};
		return {...dialog, phase, remark: null};
	}
	if (dialog.phase.type !== 'asking') return dialog;
	const phase = {...dialog.phase, shownAtMs: null, seenLines: seenLines ?? dialog.phase.seenLines};
	return {...dialog, phase, remark: null};
}
