/** Whole numbers in a row, small ones in one byte. */
export type IntWriter = {
	readonly put: (value: number) => void;
	/** A number that is no whole one, in eight bytes. */
	readonly putFloat: (value: number) => void;
	readonly bytes: () => Buffer;
};

/** Reads what a writer has put, in the same order. Throws a RangeError at the end. */
export type IntReader = {
	readonly take: () => number;
	readonly takeFloat: () => number;
	readonly isAtEnd: () => boolean;
};

export function createIntWriter(): IntWriter {
	let buffer = Buffer.allocUnsafe(4096);
	let length = 0;
	const reserve = (bytes: number) => {
		if (length + bytes <= buffer.length) return;
		const larger = Buffer.allocUnsafe(buffer.length * 2);
		buffer.copy(larger, 0, 0, length);
		buffer = larger;
	};
	return {
		put(value) {
			reserve(widest);
			// The sign goes last, so that small numbers stay small whichever side of 0 they are on.
			let rest = value < 0 ? -2 * value - 1 : 2 * value;
			while (rest >= 128) {
				buffer[length++] = (rest % 128) | 128;
				rest = Math.floor(rest / 128);
			}
			buffer[length++] = rest;
		},
		putFloat(value) {
			reserve(8);
			length = buffer.writeDoubleLE(value, length);
		},
		bytes: () => buffer.subarray(0, length),
	};
}

/** So many bytes has the largest number that is told exactly. */
const widest = 8;

export function createIntReader(bytes: Buffer): IntReader {
	let at = 0;
	return {
		take() {
			const first = bytes[at] ?? 128;
			// Most are small.
			if (first < 128) {
				at += 1;
				return first & 1 ? -((first + 1) >> 1) : first >> 1;
			}
			let value = 0;
			for (let factor = 1; ; factor *= 128) {
				const byte = bytes[at++];
				if (byte === undefined) throw new RangeError('the numbers end too early');
				value += (byte & 127) * factor;
				if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
			}
		},
		takeFloat() {
			const value = bytes.readDoubleLE(at);
			at += 8;
			return value;
		},
		isAtEnd: () => at >= bytes.length,
	};
}
