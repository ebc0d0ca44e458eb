import type {Clock} from '../../clock.ts';

/** What dm-master may be asked for: every question for states passes here first. */
export type Budget = {
	/**
	 * Resolves as soon as a question may be sent that costs so much; rejects with the signal's reason. Each source that is
	 * asked for its states costs one. Questions wait in their order; an urgent one comes before all others, and may take
	 * in advance what the others then have to wait for.
	 */
	admit(cost: number, options: {readonly signal: AbortSignal; readonly urgent?: boolean}): Promise<void>;
	/** Counts what a question cost more than was known when it was sent. */
	spend(cost: number): void;
};

type Waiter = {readonly cost: number; readonly urgent: boolean; readonly go: () => void};

/** dm-master gives out ten tokens a second to everybody together; dmtop takes at most half of them. */
export const tokensPerSecond = 5;

/** What is saved up at most while nothing is asked; a question that costs more is sent once all of it is there. */
const savedAtMost = 5;

/** The same for urgent questions: half of what dm-master gives out at once after a pause. */
const urgentSavedAtMost = 20;

/** Creates a budget with everything saved up. `share` is how much of it is this gateway's, up to 1. */
export function createBudget({now, after}: Clock, share: () => number = () => 1): Budget {
	const waiting: Waiter[] = [];
	/** What is left for all, and for urgent questions, which are counted in both. */
	let left = {all: savedAtMost * share(), urgent: urgentSavedAtMost * share()};
	let atMs = now();
	let stop = () => {};

	function perMs(): number {
		return (tokensPerSecond / 1000) * share();
	}

	function refill(): void {
		const nowMs = now();
		const more = (nowMs - atMs) * perMs();
		atMs = nowMs;
		left = {
			all: Math.min(savedAtMost * share(), left.all + more),
			urgent: Math.min(urgentSavedAtMost * share(), left.urgent + more),
		};
	}

	/** How much is missing before it may be sent. */
	function missing({cost, urgent}: Waiter): number {
		return urgent
			? Math.min(cost, urgentSavedAtMost * share()) - left.urgent
			: Math.min(cost, savedAtMost * share()) - left.all;
	}

	function pump(): void {
		stop();
		refill();
		for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
			const short = missing(first);
			if (short > tiny) {
				stop = after(Math.ceil(short / perMs()), pump);
				return;
			}
			waiting.shift();
			const {cost, urgent} = first;
			left = {all: left.all - cost, urgent: urgent ? left.urgent - cost : left.urgent};
			first.go();
		}
	}

	return {
		admit(cost, {signal, urgent = false}) {
			return new Promise((resolve, reject) => {
				if (signal.aborted) {
					reject(signal.reason);
					return;
				}
				const waiter: Waiter = {
					cost,
					urgent,
					go() {
						signal.removeEventListener('abort', leave);
						resolve();
					},
				};
				const place = urgent ? waiting.findIndex(other => !other.urgent) : -1;
				waiting.splice(place === -1 ? waiting.length : place, 0, waiter);
				signal.addEventListener('abort', leave, {once: true});
				pump();

				function leave() {
					waiting.splice(waiting.indexOf(waiter), 1);
					reject(signal.reason);
					pump();
				}
			});
		},
		spend(cost) {
			left = {...left, all: left.all - cost};
		},
	};
}

/** Less than this is a matter of rounding. */
const tiny = 1e-6;
