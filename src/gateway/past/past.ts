import {thrownText} from '../../domain/text.ts';
import type {MomentTold} from '../../wire/looking-back.ts';
import type {Ask} from '../../wire/messages.ts';
import {topicValue} from '../views/views.ts';
import {createFileShelf, putFolderAside} from './file-shelf.ts';
import {createRecorder, type Recorder, type RecorderOptions} from './recorder.ts';
import {createSegments} from './segments.ts';
import type {Shelf} from './shelf.ts';
import {createTimeline, type Moment} from './timeline.ts';

/** How much is kept of what was read, so that it can be looked back at. */
export type KeepReadings = {
	readonly keepMs: number;
	readonly limitBytes: number;
	/** The same where there is no folder for it. */
	readonly memoryLimitBytes: number;
};

/** What was known before: it is kept as it comes, and told as it was at any moment. */
export type Past = Pick<Recorder, 'took' | 'became' | 'waits'> & {
	/** Keeps it in that folder from now on; null = in memory. What another keeps there is only read. */
	readonly keepIn: (place: {readonly folder: string; readonly isOurs: boolean} | null) => void;
	/** What is kept in a folder is of another cluster: it is put aside. */
	readonly startAnew: () => void;
	readonly tell: (ask: Extract<Ask, {type: 'moment'}>) => Promise<MomentTold>;
	/** Gives up what nobody has asked for of late. */
	readonly tidy: () => void;
	readonly close: () => void;
};

export type PastOptions = Omit<RecorderOptions, keyof KeepReadings | 'onError'>;

/** With null nothing is kept. */
export function createPast(keep: KeepReadings | null, options: PastOptions): Past {
	return keep === null ? nothingKept : keeping(keep, options);
}

const nothingKept: Past = {
	took() {},
	became() {},
	waits() {},
	keepIn() {},
	startAnew() {},
	tell: async () => ({type: 'none', why: 'not-kept'}),
	tidy() {},
	close() {},
};

function keeping(keep: KeepReadings, options: PastOptions): Past {
	const {form, session, now, wall, yieldTurn, onNote} = options;
	const recorder = createRecorder({...options, ...keep, onError: broke});
	/** What another keeps of the same cluster. */
	let others: Shelf | null = null;
	const segments = createSegments(() => (others === null ? recorder.shelves() : [others, ...recorder.shelves()]), form);
	const timeline = createTimeline({segments, session, now, wall, yieldTurn});
	let folder: string | null = null;
	let othersFolder: string | null = null;
	let isBroken = false;

	return {
		took: (reading, memory) => guarded(() => recorder.took(reading, memory)),
		became: memory => guarded(() => recorder.became(memory)),
		waits: untilMs => guarded(() => recorder.waits(untilMs)),
		keepIn(place) {
			const next = place?.isOurs === true ? place.folder : null;
			othersFolder = place?.isOurs === false ? place.folder : null;
			if (next === folder) return;
			folder = next;
			guarded(() => recorder.keepIn(next === null ? null : createFileShelf(next)));
		},
		startAnew() {
			if (folder === null) return;
			const old = folder;
			guarded(() => {
				recorder.flush();
				putFolderAside(old, `${old}.other`);
				recorder.keepIn(createFileShelf(old));
			});
		},
		async tell({find, topics}) {
			await recorder.settled();
			guarded(recorder.flush);
			others = othersFolder === null ? null : shelfBefore(createFileShelf(othersFolder), recorder.shelves());
			try {
				const found = await timeline.find(find);
				return typeof found === 'string' ? {type: 'none', why: found} : told(found, topics);
			} catch {
				return {type: 'none', why: 'unreadable'};
			}
		},
		tidy: timeline.tidy,
		close: () => guarded(recorder.flush),
	};

	/** A mistake of ours here must not keep the cluster from being watched. */
	function guarded(work: () => void): void {
		if (isBroken) return;
		try {
			work();
		} catch (error) {
			broke(error);
		}
	}

	function broke(error: unknown): void {
		isBroken = true;
		onNote(`What is seen cannot be looked back at: ${thrownText(error)}.`);
	}
}

/** What was kept before anything was here: of what was seen here nobody has to tell again. */
function shelfBefore(shelf: Shelf, own: readonly Shelf[]): Shelf {
	const firstMs = Math.min(...own.flatMap(it => it.segments().map(({fromMs}) => fromMs)));
	return {...shelf, segments: () => shelf.segments().filter(({fromMs}) => fromMs < firstMs)};
}

function told(
	{atMs, aheadMs, memory, nextTryAtMs, remark}: Moment,
	topics: Extract<Ask, {type: 'moment'}>['topics'],
): MomentTold {
	const {lastGood, trouble} = memory;
	// What comes out of it is what a topic's message holds.
	const values = topics.map(topic => ({type: 'topic', topic, value: topicValue(memory, topic)}));
	return {
		type: 'moment',
		atMs,
		aheadMs,
		lastGoodAtMs: lastGood?.atMs ?? null,
		lastTookMs: lastGood?.tookMs ?? null,
		trouble: trouble === null ? null : {...trouble, nextTryAtMs},
		values: values as Extract<MomentTold, {type: 'moment'}>['values'],
		remark,
	};
}
