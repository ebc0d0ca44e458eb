import type {Operation} from '../../domain/operation.ts';
import type {OperateTarget} from '../../protocol/messages.ts';
import type {LinkReply} from '../link.ts';
import type {Model} from '../model.ts';
import type {Meant} from './aim.ts';
import type {OpenDialog} from './state.ts';

/** What can happen to the dialog, to what is under way, to the marks and to the arming. */
export type OperateChange =
	/** Opens a dialog. */
	| {readonly type: 'ask'; readonly operation: Operation; readonly meant: Meant}
	/** The frame that shows the dialog was written, with so many of its lines. */
	| {readonly type: 'shown'; readonly atMs: number; readonly lines: number}
	| {readonly type: 'confirm'}
	/** A key that would have confirmed did not, and why. */
	| {readonly type: 'remark'; readonly text: string}
	| {readonly type: 'type'; readonly text: string}
	| {readonly type: 'erase'; readonly all: boolean}
	| {readonly type: 'focus'; readonly by: 1 | -1}
	| {readonly type: 'scroll'; readonly top: number}
	| {readonly type: 'close'}
	/** How what a dialog sent has ended. */
	| {readonly type: 'answer'; readonly id: number; readonly reply: LinkReply}
	/** Asks whether writing shall be allowed for a while; disarms at once where it is allowed. */
	| {readonly type: 'arm'}
	| {readonly type: 'mark'; readonly rows: 'one' | 'all'};

/** What is to be sent. */
export type OperateCommand = {
	readonly type: 'operate';
	readonly id: number;
	/** Which gateway told what was seen: another one must not act on it. */
	readonly instance: string;
	readonly operation: Operation;
	readonly targets: readonly OperateTarget[];
};

/** The dialog as it is once the terminal has another size: what was on the screen may not be there any more. */
export function resizedDialog(dialog: OpenDialog | null): OpenDialog | null {
	return dialog === null ? null : unshown({...dialog, top: 0}, 0);
}

/** The topics that the dialog reads. */
export function dialogTopics({dialog}: Model): readonly `task/${string}`[] {
	if (dialog?.type !== 'operation' || dialog.phase.type === 'answered') return [];
	return dialog.asked.map(({task}) => `task/${task}` as const);
}

/** The dialog as something that has not been on the screen yet, as it is now. */
export function unshown(dialog: OpenDialog, seenLines?: number): OpenDialog {
	if (dialog.type === 'arming') {
		const phase = {...dialog.phase, shownAtMs: null, seenLines: seenLines ?? dialog.phase.seenLines};
		return {...dialog, phase, remark: null};
	}
	if (dialog.phase.type !== 'asking') return dialog;
	const phase = {...dialog.phase, shownAtMs: null, seenLines: seenLines ?? dialog.phase.seenLines};
	return {...dialog, phase, remark: null};
}
