import type {Act, ActProposal, ActTarget} from '../../domain/act/act.ts';
import type {DmVersion} from '../../domain/version.ts';

/** What the sentences of an act need to know beside what was seen. */
export type ActContext = {
	readonly act: Act;
	readonly target: ActTarget;
	readonly version: DmVersion;
	/** DM 1.0, which goes by workers. */
	readonly isOld: boolean;
	/** For the lines of dmctl; null = unknown. */
	readonly master: string | null;
};

/** What a kind of act has to say of what was seen; the rest of the proposal is alike for all. */
export type Told = Pick<ActProposal, 'tier' | 'facts' | 'now' | 'costs' | 'undo' | 'dmctl' | 'refused'> &
	Partial<Pick<ActProposal, 'name' | 'times'>>;

/** A proposal of which nothing can be told but why it cannot be done. */
export function refusedProposal({act, target}: Pick<ActContext, 'act' | 'target'>, why: string): ActProposal {
	return {
		...{act, target, tier: 2, name: '', times: 1, facts: [], now: [], costs: [], undo: [], dmctl: [], request: null},
		refused: why,
	};
}
