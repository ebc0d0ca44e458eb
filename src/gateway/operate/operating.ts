import type {Ask, Hello} from '../../protocol/messages.ts';
import type {AuditLog} from '../audit.ts';
import type {Answer} from '../requests.ts';
import {createOperator, type OperatorOptions} from './operator.ts';

/** Whether a gateway operates tasks for its viewers. */
export type Writing =
	/** `armed`: its viewers may write at once; else they arm first. */
	| {readonly type: 'allowed'; readonly armed: boolean; readonly audit: AuditLog}
	/** `reason` is a sentence for the viewers. */
	| {readonly type: 'read-only'; readonly reason: string};

/** The one place of a gateway through which its viewers operate. */
export type Operating = {
	/** What a viewer is told of it at first. */
	readonly hello: Pick<Hello, 'allowOperate' | 'startArmed' | 'readOnlyReason'>;
	/** What came of an ask, for the viewer of that name. Never throws. */
	readonly answer: (ask: Extract<Ask, {type: 'operate'}>, viewer: string) => Promise<Answer>;
	/** Nothing is sent from here on; resolves once what was sent is answered. */
	readonly end: () => Promise<void>;
};

export type OperatingOptions = Omit<OperatorOptions, 'audit'> & {
	/** Called when all that was asked for is answered, where anything was sent. */
	readonly onSent: () => void;
};

export function createOperating(writing: Writing, options: OperatingOptions): Operating {
	if (writing.type === 'read-only') {
		const {reason} = writing;
		return {
			hello: {allowOperate: false, startArmed: false, readOnlyReason: reason},
			answer: async () => ({ok: false, message: reason}),
			end: async () => {},
		};
	}
	const operator = createOperator({...options, audit: writing.audit});
	const underWay = new Set<Promise<unknown>>();
	return {
		hello: {allowOperate: true, startArmed: writing.armed, readOnlyReason: null},
		async answer(ask, viewer) {
			const outcomes = operator.operate(ask, viewer);
			underWay.add(outcomes);
			try {
				const value = await outcomes;
				if (value.some(({parts}) => parts.length > 0)) options.onSent();
				return {ok: true, value};
			} finally {
				underWay.delete(outcomes);
			}
		},
		async end() {
			operator.end();
			await Promise.all(underWay);
		},
	};
}
