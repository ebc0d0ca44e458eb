import type {Clock} from '../../clock.ts';

/** Those who are connected and have not been let in: they hold no place of a viewer, and none of them for long. */
export type WaitingRoom = {
	/** Somebody has come from that address; `cut` ends the connection. To be called once it is let in, or has gone. */
	readonly enter: (address: string, cut: () => void) => () => void;
	readonly waiting: () => number;
	/** Shows everybody out. */
	readonly empty: () => void;
};

export type WaitingLimits = {
	readonly perAddress: number;
	readonly inAll: number;
	/** How long somebody may take to be let in. */
	readonly patienceMs: number;
};

/** Many more than come at once to look, and few enough that those who only wait cost little. */
export const waitingLimits: WaitingLimits = {perAddress: 256, inAll: 1024, patienceMs: 5_000};

/**
 * Where too many wait, who has waited longest goes: of the same address, or else of the address that has the most. A viewer
 * shows its token at once, so those who say nothing never keep it out, not even from its own address.
 */
export function createWaitingRoom({after}: Pick<Clock, 'after'>, limits = waitingLimits): WaitingRoom {
	const rooms = new Map<string, Set<Guest>>();
	let count = 0;

	function leave(guest: Guest): void {
		const room = rooms.get(guest.address);
		if (room?.delete(guest) !== true) return;
		count -= 1;
		guest.stop();
		if (room.size === 0) rooms.delete(guest.address);
	}

	function showOut(guest: Guest): void {
		leave(guest);
		guest.cut();
	}

	function showOutOldest(room: Iterable<Guest>): void {
		const [oldest] = room;
		if (oldest !== undefined) showOut(oldest);
	}

	return {
		enter(address, cut) {
			const own = rooms.get(address) ?? new Set();
			if (own.size >= limits.perAddress) showOutOldest(own);
			else if (count >= limits.inAll) showOutOldest(fullest(rooms.values()));
			const guest: Guest = {address, cut, stop: after(limits.patienceMs, () => showOut(guest))};
			rooms.set(address, own.add(guest));
			count += 1;
			return () => leave(guest);
		},
		waiting: () => count,
		empty() {
			for (const room of [...rooms.values()]) for (const guest of [...room]) showOut(guest);
		},
	};
}

type Guest = {readonly address: string; readonly cut: () => void; readonly stop: () => void};

function fullest(rooms: Iterable<ReadonlySet<Guest>>): ReadonlySet<Guest> {
	let most: ReadonlySet<Guest> = new Set();
	for (const room of rooms) if (room.size > most.size) most = room;
	return most;
}
