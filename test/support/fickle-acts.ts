import type {OperateAnswer} from '../../src/dm/answer/operate.ts';
import type {ActRequest} from '../../src/dm/ask/acts.ts';
import type {Act, ActTarget} from '../../src/domain/act/act.ts';
import type {Fickle, Kind} from './fickle.ts';

/** What becomes of the cluster, and what the master answers: whoever answers has done it. */
export function acted(
	world: Fickle,
	request: ActRequest,
): {readonly world: Fickle; readonly answer: OperateAnswer; readonly names: readonly string[]} {
	if (request.via === 'file') throw new Error('nobody has a file here');
	const {values} = request;
	const answer = {op: null, accepted: true, message: null, targets: []} as const;
	if (request.via === 'HTTP') {
		const {task, sources} = values;
		const [source = ''] = sources as readonly string[];
		const parts = new Map(world.tasks.get(String(task))).set(source, 'running');
		return {
			world: {...world, tasks: new Map(world.tasks).set(String(task), parts)},
			answer: {...answer, targets: [{source, worker: null, done: true, message: null}]},
			names: [String(task), source],
		};
	}
	switch (request.method) {
		case 'operateRelay': {
			const names = (values['workers'] ?? values['sources']) as readonly string[];
			const sources = [...world.sources].flatMap(([source, {worker}]) =>
				names.includes(world.shape === 'workers' ? worker : source) ? [source] : [],
			);
			const stage = values['op'] === 2 ? 'Paused' : 'Running';
			return {
				world: {...world, relays: new Map([...world.relays, ...sources.map(source => [source, stage] as const)])},
				answer: {...answer, targets: sources.map(source => ({source, worker: null, done: true, message: null}))},
				names,
			};
		}
		case 'startRelay':
			return {
				world: {...world, relays: new Map(world.relays).set(String(values['source']), 'Running')},
				answer,
				names: [String(values['source'])],
			};
		case 'unlock':
			return {
				world: {...world, locks: world.locks.filter(({id}) => id !== values['ID'])},
				answer,
				names: [String(values['ID'])],
			};
		default:
			throw new Error(`nobody asks for ${request.method} here`);
	}
}

/** What a person has to have seen as it is when an act is sent, by what is promised of each act; null = there is no such thing. */
export function matters(world: Fickle, act: Act, {task, source, lock}: ActTarget): unknown {
	const of = source === null ? undefined : world.sources.get(source);
	switch (act) {
		case 'unlock': {
			const held = world.locks.find(({id}) => id === lock);
			return held === undefined ? null : {...held, isThere: world.tasks.has(held.task)};
		}
		case 'pause-relay':
		case 'resume-relay':
		case 'start-relay':
			return {...of, stage: world.relays.get(source ?? '') ?? 'off'};
		default:
			return {...of, kind: world.tasks.get(task ?? '')?.get(source ?? '') ?? null};
	}
}

/** Whether it may be done at all in that world, by what is promised. */
export function mayBe(world: Fickle, act: Act, {task, source, lock}: ActTarget): boolean {
	const answers = world.sources.get(source ?? '')?.answers === true;
	const stage = world.relays.get(source ?? '');
	switch (act) {
		case 'pause-relay':
			return answers && stage === 'Running';
		case 'resume-relay':
			return answers && stage === 'Paused';
		case 'start-relay':
			return answers && world.shape === 'sources' && stage === undefined;
		case 'unlock':
			return world.locks.some(({id, mode}) => id === lock && mode === 'pessimistic');
		case 'skip-ddl':
			return answers && world.shape === 'sources' && failsAtDdl(world.tasks.get(task ?? '')?.get(source ?? ''));
		default:
			return false;
	}
}

function failsAtDdl(kind: Kind | undefined): boolean {
	return kind === 'at-ddl' || kind === 'at-later-ddl';
}

/** How often the name has to be typed: not at all for what costs little, twice where a source may still meet the DDL. */
export function typedFor(world: Fickle, act: Act, {lock}: ActTarget): 0 | 1 | 2 {
	if (act === 'skip-ddl') return 1;
	const held = act === 'unlock' ? world.locks.find(({id}) => id === lock) : undefined;
	if (held === undefined || !world.tasks.has(held.task)) return 0;
	return held.unsynced.length > 0 ? 2 : 1;
}
