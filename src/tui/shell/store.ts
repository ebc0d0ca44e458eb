import type {Clock} from '../../clock.ts';

/** Holds the model, applies events, and tells when it is time to draw. */
export type Store<Model, Event> = {
	read(): Model;
	send(event: Event): void;
	/** Sends several events with one notification at the end: the keys of one chunk. */
	together(work: () => void): void;
	/** Calls back when the screen should be drawn again. */
	subscribe(listener: () => void): () => void;
	/** Drops a notification that is still to come. */
	close(): void;
};

/** How soon the screen follows an event: keys at once, data after a moment in which more of it may come. */
export type Haste = 'now' | 'soon';

/** A store over a pure `update`, which returns the next model and the commands that `perform` carries out. */
export function createStore<Model, Event, Command>(options: {
	readonly initial: Model;
	readonly update: (model: Model, event: Event) => readonly [Model, ...Command[]];
	readonly perform: (command: Command) => void;
	readonly haste: (event: Event, before: Model) => Haste;
	readonly clock: Pick<Clock, 'now' | 'after'>;
}): Store<Model, Event> {
	const {update, perform, haste, clock} = options;
	const listeners = new Set<() => void>();
	let model = options.initial;
	/** Takes back the notification that is to come; null while there is none. */
	let stop: (() => void) | null = null;
	let held = 0;
	let due = false;
	let drawnAtMs = Number.NEGATIVE_INFINITY;

	function notify() {
		stop?.();
		stop = null;
		due = false;
		for (const listener of listeners) listener();
	}

	function notifySoon() {
		if (stop !== null) return;
		const waitMs = Math.max(siblingsMs, drawnAtMs + everyFrameMs - clock.now());
		stop = clock.after(waitMs, () => {
			drawnAtMs = clock.now();
			notify();
		});
	}

	function send(event: Event) {
		const before = model;
		const [next, ...commands] = update(before, event);
		model = next;
		if (next !== before) {
			if (haste(event, before) === 'soon') notifySoon();
			else due = true;
		}
		for (const command of commands) perform(command);
		if (due && held === 0) notify();
	}

	return {
		read: () => model,
		send,
		together(work) {
			held++;
			try {
				work();
			} finally {
				held--;
			}
			if (due && held === 0) notify();
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		close() {
			stop?.();
			stop = null;
		},
	};
}

/** The topics of one poll come one after another: waiting this long makes one frame of them. */
const siblingsMs = 60;

/** At most four frames a second for data: people do not read faster. */
const everyFrameMs = 250;
