import {freshness, gatewayNow, viewerTime} from '../freshness.ts';
import type {Model} from '../state.ts';

/** What all rows of a list share. `nowMs` is the gateway's clock, as are all times of the rows. */
export type RowContext = {
	readonly nowMs: number;
	readonly shape: 'workers' | 'sources' | null;
	/** The data is not live: what would have to go on (an ETA) is not shown. */
	readonly lost: boolean;
	readonly absoluteTimes: boolean;
	/** By how much the clock on the wall here is ahead of the clock of the data. */
	readonly wallShiftMs: number;
	/** What has been so since then has no beginning that anyone saw. */
	readonly firstAnswerAtMs: number | null;
	/** The row that the cursor is on, by its name. */
	readonly selected: string | null;
};

/** What all rows share now. */
export function rowContext(model: Model, selected: string | null): RowContext {
	return {
		nowMs: gatewayNow(model),
		shape: model.overview?.cluster.shape ?? null,
		lost: freshness(model).type === 'lost',
		absoluteTimes: model.absoluteTimes,
		wallShiftMs: viewerTime(model, 0),
		firstAnswerAtMs: model.overview?.cluster.firstAnswerAtMs ?? null,
		selected,
	};
}
