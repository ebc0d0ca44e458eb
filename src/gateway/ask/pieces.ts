import type {StatusReading} from '../../dm/ask/client.ts';
import {DmError} from '../../dm/ask/error.ts';
import type {Cluster, SourceAnswer} from '../../domain/cluster.ts';

/** What came of asking for some sources, or for all of them. */
export type Piece =
	| {readonly type: 'answer'; readonly names: readonly string[] | null; readonly reading: StatusReading}
	/** Nobody tells of these sources now, and why, in a few words. */
	| {readonly type: 'silent'; readonly names: readonly string[]; readonly why: string; readonly error: DmError | null};

/** What names a source when it is asked for: its ID, or in 1.0 the address of its worker. */
export function nameOf({source, worker}: SourceAnswer, shape: Cluster['shape']): string | null {
	return shape === 'sources' ? source : worker;
}

/** The last entry of each name: whose worker it was, for a source that says nothing now. */
export type Owners = ReadonlyMap<string, Pick<SourceAnswer, 'source' | 'worker'>>;

/** One cluster, put together from its pieces; null where none of them is an answer. Its sources stand in the order of `names`. */
export function clusterOf(
	pieces: readonly Piece[],
	{
		names,
		owners,
		shape,
	}: {readonly names: readonly string[]; readonly owners: Owners; readonly shape: Cluster['shape']},
): Cluster | null {
	const told = pieces.filter(piece => piece.type === 'answer');
	const answers = told.map(({reading}) => reading.cluster);
	const [first] = answers;
	if (first === undefined) return null;
	// What was asked of everybody is taken as it is.
	const whole = told.find(piece => piece.names === null);
	if (whole !== undefined) return whole.reading.cluster;
	const entries = new Map<string, SourceAnswer>();
	const strangers: SourceAnswer[] = [];
	for (const entry of answers.flatMap(({sources}) => sources)) {
		const name = nameOf(entry, first.shape);
		if (name === null) strangers.push(entry);
		else entries.set(name, better(entries.get(name), entry));
	}
	for (const piece of pieces) {
		if (piece.type !== 'silent') continue;
		for (const name of piece.names) {
			if (!entries.has(name)) entries.set(name, silentEntry(name, piece.why, owners, shape));
		}
	}
	const order = new Map(names.map((name, index) => [name, index]));
	const sorted = [...entries].sort(([a], [b]) => (order.get(a) ?? names.length) - (order.get(b) ?? names.length));
	return {
		shape: first.shape,
		sources: [...sorted.map(([, entry]) => entry), ...strangers],
		tellsValidation: answers.some(({tellsValidation}) => tellsValidation),
	};
}

/** A source that is asked for by its name is told of by each worker that reads for it, be it only its relay: one is bound. */
function better(known: SourceAnswer | undefined, entry: SourceAnswer): SourceAnswer {
	if (known === undefined) return entry;
	const detail = ({answered, subtasks, errors}: SourceAnswer) =>
		(answered ? 1e6 : 0) + (errors.length === 0 ? 1e5 : 0) + subtasks.length;
	return detail(entry) > detail(known) ? entry : known;
}

function silentEntry(name: string, why: string, owners: Owners, shape: Cluster['shape']): SourceAnswer {
	const {source, worker} = owners.get(name) ?? {
		source: shape === 'sources' ? name : null,
		worker: shape === 'sources' ? null : name,
	};
	return {source, worker, answered: false, message: why, unbound: false, errors: [], relay: null, subtasks: []};
}

/** The pieces of all parts, once the last has come. */
export async function gathered(parts: readonly Promise<readonly Piece[]>[]): Promise<readonly Piece[]> {
	return (await Promise.all(parts)).flat();
}

/** Sources of which nobody tells. */
export function silent(names: readonly string[], why: string, error: DmError | null = null): Piece {
	return {type: 'silent', names, why, error};
}

/** What came of a question, in a few words. */
export function problemOf(error: DmError): string {
	if (error.kind === 'canceled') return 'no answer in time';
	return error.tries.at(-1)?.problem ?? error.message;
}

/** Whether DM names it among those whom it does not know, such as `sources [a b] haven't been added`. */
export function isNamed(name: string, message: string): boolean {
	return message.split(/[\s[\],"']+/).includes(name);
}

/** The first failure among the pieces. */
export function firstError(pieces: readonly Piece[]): DmError | null {
	return pieces.flatMap(piece => (piece.type === 'silent' ? (piece.error ?? []) : []))[0] ?? null;
}

/** That not one source answered. */
export function noAnswerError(master: string): DmError {
	const failed = {
		master,
		kind: 'timeout',
		problem: 'no source answered in time',
		sent: true,
		httpStatus: null,
	} as const;
	return new DmError('GET', '/apis/v1alpha1/status/', [failed]);
}
