import {draftOf} from '../world/draft.ts';
import {findSource, serviceOf} from '../world/find.ts';
import type {World} from '../world/model.ts';
import {pauseRelay, resumeRelay} from '../world/upstream.ts';

export type Called = {
	readonly world: World;
	/** With all its fields; defaults are left out when it is written. */
	readonly told: Readonly<Record<string, unknown>>;
	/** DM answers only then; what was asked has already taken effect, or never will. */
	readonly afterMs: number;
};

/** Pauses (2) or resumes (3) relays. Nobody named is nobody asked, and answered with true. */
export function operateRelays(world: World, op: number, names: readonly string[]): Called {
	const draft = draftOf(world);
	if (world.dm === '1.0') {
		const workers = names.map(address => ({op, worker: address, ...oldRelay(draft, op, address)}));
		// 1.0 leaves the op of the whole at 0, which is InvalidRelayOp.
		return {world: draft, told: {op: 0, result: true, msg: '', workers}, afterMs: 20};
	}
	const unknown = names.filter(id => findSource(draft, id) === undefined);
	if (unknown.length > 0) {
		const msg = `[code=46012:class=scheduler:scope=internal:level=medium], Message: sources [${unknown.join(' ')}] need to update expectant relay stage not exist`;
		return {world, told: {op, result: false, msg, sources: []}, afterMs: 3};
	}
	const sources = names.map(id => {
		const source = findSource(draft, id);
		const worker = source?.worker ?? '';
		if (!source?.relay) return {result: false, msg: relayOff, source: id, worker};
		if (serviceOf(draft, source) !== 'served') {
			return {result: false, msg: `${id} relevant worker-client not found`, source: id, worker: ''};
		}
		if (op === 2) pauseRelay(draft, id);
		else resumeRelay(draft, id);
		return {result: true, msg: '', source: id, worker};
	});
	return {world: draft, told: {op, result: true, msg: '', sources}, afterMs: 17};
}

const relayOff =
	'[code=38032:class=dm-master:scope=internal:level=high], Message: some error occurs in dm-worker: relay is disabled for this source, Workaround: Please execute `query-status` to check status.';

function oldRelay(draft: ReturnType<typeof draftOf>, op: number, address: string): {result: boolean; msg: string} {
	const worker = draft.workers.find(each => each.address === address);
	const source = draft.sources.find(each => each.worker === worker?.name);
	if (!worker?.alive || !source?.relay) return {result: false, msg: `${address} relevant worker-client not found`};
	const [name, wanted] = op === 2 ? (['PauseRelay', 'Running'] as const) : (['ResumeRelay', 'Paused'] as const);
	if (source.relay.stage !== wanted) {
		const msg = `[code=40039:class=dm-worker:scope=internal:level=high] current stage is ${source.relay.stage}, ${wanted} required, relay op ${name}\ngithub.com/pingcap/dm/pkg/terror.(*Error).Generate\n\tgithub.com/pingcap/dm/pkg/terror/terror.go:236`;
		return {result: false, msg};
	}
	if (op === 2) pauseRelay(draft, source.id);
	else resumeRelay(draft, source.id);
	return {result: true, msg: ''};
}

/** Starts (1) the relay of a source, from 2.0 on; again is no error. */
export function startRelay(world: World, op: number, id: string): Called {
	const draft = draftOf(world);
	const source = findSource(draft, id);
	if (source === undefined) {
		const msg = `[code=46008:class=scheduler:scope=internal:level=medium], Message: source config with ID ${id} not exists`;
		return {world, told: {result: false, msg, sources: []}, afterMs: 7};
	}
	if (op === 1) source.relay ??= {stage: 'Running', read: source.written, isCanceled: false, failure: null};
	else source.relay = null;
	return {world: draft, told: {result: true, msg: '', sources: []}, afterMs: 11};
}
