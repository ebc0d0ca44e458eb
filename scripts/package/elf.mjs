/**
 * A Node for Linux with a program inside, as Node looks for one at its start: a note named NODE_SEA_BLOB in memory, and a
 * fuse that is set. `node` is the executable as it is published, `blob` what its `--experimental-sea-config` made.
 *
 * What nothing needs at run time, symbols and debug sections, stands behind the last segment and is left out. The note
 * takes that place: the segment grows over its zeros, which the kernel would have made, and over the note.
 *
 * With `own`, it brings a loader and libraries for hosts that have none: then it starts at `own.startCode`, which is put
 * behind the code of another segment, and is told where they are. The kernel does not see that it asks for a loader.
 */
export function withProgram(node, blob, own = null) {
	const image = elfOf(node);
	const last = image.segments.filter(({type}) => type === loaded).sort((a, b) => b.address - a.address)[0];
	const note = image.segments.find(({type}) => type === notes);
	if (last === undefined || note === undefined) throw new Error('this executable has no segment to grow, or no notes');
	const before = node.subarray(last.offset, last.offset + last.bytes);
	const zeros = Buffer.alloc(roundUp(last.memory, pageBytes) - last.bytes);
	const allNotes = Buffer.concat([node.subarray(note.offset, note.offset + note.bytes), noteOf(blob)]);
	const start = last.bytes + zeros.length;
	const files = inRow(own?.files ?? [], last.address + start + allNotes.length);
	const grown = Buffer.concat([node.subarray(0, last.offset), before, zeros, allNotes, files.bytes]);
	place(grown, last, {...last, bytes: start + allNotes.length + files.bytes.length});
	place(grown, note, {offset: last.offset + start, address: last.address + start, bytes: allNotes.length});
	for (const [at, bytes] of sectionFields) grown.fill(0, at, at + bytes);
	setFuse(grown);
	if (own !== null) startAt(grown, image, own.startCode, files.places);
	return grown;
}

/** Files one behind the other, and where each stands in memory, when the first may stand from `address` on. */
function inRow(files, address) {
	const pieces = [];
	let end = address;
	const places = files.map(file => {
		const before = roundUp(end, 16) - end;
		const at = end + before;
		pieces.push(Buffer.alloc(before), file);
		end = at + file.length;
		return [at, file.length];
	});
	return {bytes: Buffer.concat(pieces), places};
}

function startAt(grown, {segments}, startCode, places) {
	const interpreter = segments.find(({type}) => type === asksForLoader);
	const first = segments.find(({type, offset}) => type === loaded && offset === 0);
	const given = [Number(grown.readBigUInt64LE(24)), first.address + interpreter.header, interpreter.address];
	const told = Buffer.alloc((given.length + 1 + places.length * 2) * 8);
	for (const [index, value] of [...given, places.length, ...places.flat()].entries()) {
		told.writeBigUInt64LE(BigInt(value), index * 8);
	}
	const code = Buffer.concat([startCode, told]);
	const host = segments.find(segment => isCode(grown, segment) && roomBehind(segments, segment) >= code.length + 64);
	if (host === undefined) throw new Error('no segment of code has room for the start');
	const at = roundUp(host.bytes, 32);
	code.copy(grown, host.offset + at);
	place(grown, host, {...host, bytes: at + code.length});
	grown.writeBigUInt64LE(BigInt(host.address + at), 24);
	grown.writeUInt32LE(0, interpreter.header);
}

/** It is read and run, and nothing else. */
function isCode(image, {type, header}) {
	return type === loaded && image.readUInt32LE(header + 4) === 5;
}

/** How many bytes are free behind a segment, in the file and in memory. */
function roomBehind(segments, {offset, address, bytes}) {
	const behind = segments.filter(other => other.type === loaded && other.address > address);
	return Math.min(...behind.map(other => Math.min(other.offset - offset, other.address - address) - bytes));
}

const loaded = 1;
const asksForLoader = 3;
const notes = 4;
const pageBytes = 4096;

/** Where the header says where sections are, how many, and which holds their names. */
const sectionFields = [
	[40, 8],
	[60, 2],
	[62, 2],
];

/** Its segments: of each the type, where it stands in the file and in memory, and how long it is in both. */
function elfOf(bytes) {
	const isElf = bytes.subarray(0, 6).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]));
	if (!isElf) throw new Error('this is no executable of Linux for 64 bits');
	const [first, size, count] = [number(bytes, 32), bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
	const segments = Array.from({length: count}, (_, index) => {
		const header = first + index * size;
		return {
			header,
			type: bytes.readUInt32LE(header),
			offset: number(bytes, header + 8),
			address: number(bytes, header + 16),
			bytes: number(bytes, header + 32),
			memory: number(bytes, header + 40),
		};
	});
	return {segments};
}

function place(image, {header}, {offset, address, bytes}) {
	const values = [offset, address, address, bytes, bytes];
	for (const [index, value] of values.entries()) image.writeBigUInt64LE(BigInt(value), header + 8 + index * 8);
}

function noteOf(blob) {
	const name = Buffer.from('NODE_SEA_BLOB\0');
	const head = Buffer.alloc(12);
	head.writeUInt32LE(name.length, 0);
	head.writeUInt32LE(blob.length, 4);
	return Buffer.concat([head, padded(name), padded(blob)]);
}

function setFuse(image) {
	const fuse = Buffer.from('NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:');
	const at = image.indexOf(fuse);
	const isOne = at >= 0 && image.indexOf(fuse, at + 1) < 0 && image[at + fuse.length] === '0'.charCodeAt(0);
	if (!isOne) throw new Error('this Node takes no program, or has one');
	image[at + fuse.length] = '1'.charCodeAt(0);
}

function padded(bytes) {
	return Buffer.concat([bytes, Buffer.alloc(roundUp(bytes.length, 4) - bytes.length)]);
}

function roundUp(value, step) {
	return Math.ceil(value / step) * step;
}

function number(bytes, at) {
	return Number(bytes.readBigUInt64LE(at));
}
