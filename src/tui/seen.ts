import type {Seen} from '../words/answering/began.ts';
import {gatewayNow, viewerTime} from './freshness.ts';
import {adviceKey} from './keys/key-of.ts';
import {versionOf} from './pages/pieces/blocks.ts';
import type {Model} from './state.ts';

/** What answers about a row need to know beside it: of the cluster, and of the time. */
export function seenNow(model: Model): Seen {
	return {
		nowMs: gatewayNow(model),
		firstAnswerAtMs: model.overview?.cluster.firstAnswerAtMs ?? null,
		wallShiftMs: viewerTime(model, 0),
		version: versionOf(model),
		members: model.sources?.members ?? null,
		locks: model.locks?.locks ?? [],
		keyTitle: key => adviceKey(model, key),
	};
}
