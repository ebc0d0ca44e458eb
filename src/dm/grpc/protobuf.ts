import {AnswerError} from '../ask/error.ts';

/** The fields of a message that are used here, by name; what else a message has is passed over. */
export type Message = Readonly<Record<string, Field>>;

/** A field by its number on the wire. `number` is an enum or an int that fits into a double. */
export type Field = {
	readonly no: number;
	readonly of: 'text' | 'flag' | 'number' | Message;
	readonly repeated?: true;
};

/** What a message holds, by the names of its fields; an absent one has protobuf's default, a message that is absent null. */
export type Values = Readonly<Record<string, unknown>>;

/** The bytes of a message; a default is left out, as protobuf does. */
export function encodeMessage(message: Message, values: Values): Buffer {
	const pieces = Object.entries(message).flatMap(([name, field]) => {
		const value = values[name];
		if (Array.isArray(value)) return value.flatMap(one => encodeField(field, one));
		return isDefault(value) ? [] : encodeField(field, value);
	});
	return Buffer.concat(pieces);
}

/** Reads a message. Throws an AnswerError where the bytes are not such a one: of the fields that are known the types must fit. */
export function decodeMessage(message: Message, bytes: Uint8Array): Values {
	const read = readerOf(bytes);
	const byNumber = new Map(Object.entries(message).map(([name, field]) => [field.no, {name, field}]));
	const values: Record<string, unknown> = Object.fromEntries(
		Object.entries(message).map(([name, field]) => [name, defaultOf(field)]),
	);
	while (!read.isAtEnd()) {
		const tag = read.varint();
		const [no, wire] = [Math.floor(tag / 8), tag % 8];
		const known = byNumber.get(no);
		if (no === 0) throw garbage('a field without a number');
		if (known === undefined) {
			read.skip(wire);
			continue;
		}
		const {name, field} = known;
		const value = decodeField(field, wire, read, name);
		if (field.repeated === true) (values[name] as unknown[]).push(value);
		else values[name] = value;
	}
	return values;
}

function encodeField({no, of}: Field, value: unknown): Buffer[] {
	if (of === 'flag') return [varint(no * 8), varint(value === true ? 1 : 0)];
	if (of === 'number') return [varint(no * 8), varint(Number(value))];
	const bytes = of === 'text' ? Buffer.from(String(value), 'utf8') : encodeMessage(of, value as Values);
	return [varint(no * 8 + lengthDelimited), varint(bytes.length), bytes];
}

function isDefault(value: unknown): boolean {
	return value === undefined || value === null || value === '' || value === false || value === 0;
}

function decodeField({of}: Field, wire: number, read: Reader, name: string): unknown {
	const expected = of === 'flag' || of === 'number' ? 0 : lengthDelimited;
	if (wire !== expected) throw garbage(`another type of field at ${name}`);
	if (of === 'flag') return read.varint() !== 0;
	if (of === 'number') return read.varint();
	const bytes = read.bytes();
	if (of !== 'text') return decodeMessage(of, bytes);
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch {
		throw garbage(`no UTF-8 at ${name}`);
	}
}

function defaultOf({of, repeated}: Field): unknown {
	if (repeated === true) return [];
	return of === 'text' ? '' : of === 'flag' ? false : of === 'number' ? 0 : null;
}

const lengthDelimited = 2;

function varint(value: number): Buffer {
	const bytes: number[] = [];
	let left = value;
	while (left >= 128) {
		bytes.push((left % 128) + 128);
		left = Math.floor(left / 128);
	}
	return Buffer.from([...bytes, left]);
}

type Reader = ReturnType<typeof readerOf>;

function readerOf(bytes: Uint8Array) {
	let at = 0;
	const reader = {
		isAtEnd: () => at >= bytes.length,
		/** Up to 64 bits; what does not fit into a double loses its last digits. */
		varint(): number {
			let [value, factor] = [0, 1];
			for (let count = 0; count < 10; count++) {
				const byte = bytes[at];
				if (byte === undefined) throw garbage('a message that breaks off');
				at += 1;
				value += (byte % 128) * factor;
				factor *= 128;
				if (byte < 128) return value;
			}
			throw garbage('a number without an end');
		},
		bytes(): Uint8Array {
			return reader.take(reader.varint());
		},
		take(length: number): Uint8Array {
			if (length > bytes.length - at) throw garbage('a message that breaks off');
			at += length;
			return bytes.subarray(at - length, at);
		},
		skip(wire: number): void {
			if (wire === 0) reader.varint();
			else if (wire === 1) reader.take(8);
			else if (wire === lengthDelimited) reader.bytes();
			else if (wire === 5) reader.take(4);
			else throw garbage('a field of no type');
		},
	};
	return reader;
}

function garbage(what: string): AnswerError {
	return new AnswerError('unexpected', `received ${what}, expected a message of dm-master`);
}
