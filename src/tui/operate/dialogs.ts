import type {Operating, Target} from '../state.ts';

/** Nothing is operated, and nothing may be. */
export const nothingOperated: Operating = {
	dialog: null,
	underWay: [],
	unread: [],
	actsUnderWay: [],
	writes: null,
	marks: new Map(),
	readOnly: false,
	leaving: false,
	lastId: 0,
};

/** The targets that will be sent: those with nothing against them. */
export function sentTargets(targets: readonly Target[]): readonly Target[] {
	return targets.filter(({plan}) => plan.type === 'act');
}
