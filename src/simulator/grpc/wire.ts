/** The fields of a simulated message, by their numbers: a text, a flag, a number, or a message; in a list where repeated. */
export type Shape = Readonly<
	Record<number, readonly [name: string, type: 'text' | 'bool' | 'int' | Shape, many?: true]>
>;

export type Told = Readonly<Record<string, unknown>>;

/** A message as bytes, in the way of Go's protobuf: defaults are left out. */
export function write(shape: Shape, told: Told): Buffer {
	const out: number[] = [];
	for (const [number, [name, type, many]] of Object.entries(shape)) {
		const values = many === true ? (told[name] as readonly unknown[]) : [told[name]];
		for (const value of values ?? []) writeOne(out, Number(number), type, value, many === true);
	}
	return Buffer.from(out);
}

function writeOne(out: number[], number: number, type: Shape[number][1], value: unknown, isListed: boolean): void {
	if (type === 'bool' || type === 'int') {
		const plain = Number(value ?? 0);
		if (plain === 0) return;
		uint(out, number << 3);
		uint(out, plain);
		return;
	}
	const bytes = type === 'text' ? Buffer.from(String(value ?? '')) : write(type, value as Told);
	if (bytes.length === 0 && !isListed) return;
	uint(out, (number << 3) | 2);
	uint(out, bytes.length);
	for (const byte of bytes) out.push(byte);
}

function uint(out: number[], value: number): void {
	for (let rest = value; ; rest = Math.floor(rest / 128)) {
		if (rest < 128) return void out.push(rest);
		out.push((rest & 127) | 128);
	}
}

/** Reads a request; what a shape does not name is passed over, as Go does. Throws where the bytes are no message. */
export function read(shape: Shape, bytes: Uint8Array): Told {
	const told: Record<string, unknown> = {};
	for (const [name, type, many] of Object.values(shape))
		told[name] = many === true ? [] : type === 'text' ? '' : type === 'bool' ? false : 0;
	let at = 0;
	const next = () => {
		let value = 0;
		for (let shift = 0; ; shift += 7) {
			const byte = bytes[at++];
			if (byte === undefined || shift > 63) throw new Error('unexpected EOF');
			value += (byte & 127) * 2 ** shift;
			if (byte < 128) return value;
		}
	};
	while (at < bytes.length) {
		const key = next();
		const [number, kind] = [key >>> 3, key & 7];
		if (kind !== 0 && kind !== 2) throw new Error(`proto: illegal wireType ${kind}`);
		const value = next();
		const field = shape[number];
		if (kind === 2) at += value;
		if (at > bytes.length) throw new Error('unexpected EOF');
		if (field === undefined) continue;
		const [name, type, many] = field;
		const within = bytes.subarray(at - value, at);
		const meant =
			kind === 0
				? type === 'bool'
					? value !== 0
					: value
				: typeof type === 'object'
					? read(type, within)
					: Buffer.from(within).toString('utf8');
		if (many === true) (told[name] as unknown[]).push(meant);
		else told[name] = meant;
	}
	return told;
}
