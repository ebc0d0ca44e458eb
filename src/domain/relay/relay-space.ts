/** The disk that holds a relay, as its worker's metrics told it at a moment; in bytes. */
export type RelaySpace = {readonly availableBytes: number; readonly capacityBytes: number; readonly atMs: number};

const gibibyte = 1024 ** 3;

/** Whether it is nearly full: a twentieth is left, or 2 GiB of a disk that has far more. */
export function isNearlyFull({availableBytes, capacityBytes}: Omit<RelaySpace, 'atMs'>): boolean {
	return availableBytes < Math.max(capacityBytes / 20, Math.min(2 * gibibyte, capacityBytes / 5));
}
