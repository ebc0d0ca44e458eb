/** Works one after another, each of which lets others have their turn where it yields. */
export type InTurns = {
	/** What is short is done at once. */
	readonly add: (work: Generator<void, void>) => void;
	/** Does all that is left at once. */
	readonly finish: () => void;
	/** Resolves when nothing is left. */
	readonly done: () => Promise<void>;
};

/** More works than this do not wait: who is that late goes on without giving way. */
const waitingAtMost = 4;

/** `onError` hears of a work that has failed; the next one goes on. */
export function createInTurns(yieldTurn: () => Promise<void>, onError: (error: unknown) => void): InTurns {
	const works: Generator<void, void>[] = [];
	let running: Promise<void> | null = null;
	/** What is added by a work itself comes after it. */
	let isWorking = false;

	/** Goes on until one of them yields; false where nothing is left. */
	function goOn(): boolean {
		while (!isWorking && works[0] !== undefined) {
			if (!isOver(works[0])) return true;
			works.shift();
		}
		return false;
	}

	function isOver(work: Generator<void, void>): boolean {
		isWorking = true;
		try {
			return work.next().done === true;
		} catch (error) {
			onError(error);
			return true;
		} finally {
			isWorking = false;
		}
	}

	async function run(): Promise<void> {
		do await yieldTurn();
		while (goOn());
		running = null;
	}

	function finish(): void {
		while (goOn()) {}
	}

	return {
		add(work) {
			works.push(work);
			if (isWorking) return;
			if (works.length > waitingAtMost) finish();
			if (running === null && goOn()) running = run();
		},
		finish,
		done: async () => {
			await running;
		},
	};
}
