import type {Input} from '../chunks.ts';
import {
	byteOf,
	characterLength,
	characterOf,
	controlKey,
	introducers,
	isControl,
	isIntermediate,
	isParameter,
	stringBeginnings,
	textOf,
} from './bytes.ts';
import {escapeWaitMs, ground, holdMs, type KeyState, type Mode, patienceMs} from './key-state.ts';
import {mouseReport} from './mouse-report.ts';
import {emptyPaste, readPaste} from './paste.ts';
import {csiKey, ss3Key, trailingBytes} from './sequences.ts';

/** No terminal's answer is longer, in bytes; what comes after that is typed. */
const longestString = 1 << 20;

/** What is kept of the parameters of a sequence: no key has more. */
const longestParameters = 64;

/**
 * The keys and pastes in these bytes, which came at that time of a clock that only goes forward, in ms; and what is known
 * from here on. What belongs to an escape sequence is never a key: a sequence that is one is that key, any other is told
 * as something `other`. Without bytes it tells what the time alone has brought.
 */
export function decodeKeys(state: KeyState, bytes: Uint8Array, nowMs: number): readonly [KeyState, readonly Input[]] {
	const inputs: Input[] = [];
	const come: Come = {nowMs, settled: nowMs >= state.settledAtMs, tell: input => inputs.push(input)};
	let now = expired(state, come);
	for (let at = 0; at < bytes.length; ) {
		const {mode} = now;
		if (mode.type === 'paste') {
			const {paste, isOver, to} = readPaste(mode.paste, bytes, at);
			if (isOver) come.tell(come.settled ? {type: 'paste', text: textOf(paste.text)} : other);
			now = {...now, mode: isOver ? ground : {type: 'paste', paste}, atMs: nowMs};
			at = to;
		} else {
			now = {...fed(now, mode, bytes[at] ?? 0, come), atMs: nowMs};
			at++;
		}
	}
	const isWaiting = now.mode.type !== 'ground' && now.mode.type !== 'acted';
	return [now, bytes.length > 0 && isWaiting ? [...inputs, other] : inputs];
}

const other: Input = {type: 'other'};

/** The bytes that come now, and where what they mean is told. */
type Come = {
	readonly nowMs: number;
	/** Whether the first moment is over. */
	readonly settled: boolean;
	readonly tell: (input: Input) => void;
};

/** What is waited for no longer. */
function expired(state: KeyState, come: Come): KeyState {
	const {mode, atMs} = state;
	const afterMs = patienceMs(mode);
	if (afterMs === null || come.nowMs - atMs <= afterMs) return state;
	switch (mode.type) {
		case 'escape': {
			for (let left = mode.count; left > 0; left--) come.tell({type: 'key', name: 'esc'});
			return expired({...state, mode: {type: 'acted'}}, come);
		}
		case 'acted':
			return {...state, mode: ground};
		case 'paste':
			come.tell({type: 'paste', text: textOf([...mode.paste.text, ...mode.paste.tail])});
			return {...state, mode: ground};
		default:
			come.tell(other);
			return {...state, mode: ground};
	}
}

function fed(state: KeyState, mode: Exclude<Mode, {readonly type: 'paste'}>, byte: number, come: Come): KeyState {
	switch (mode.type) {
		case 'ground':
			return onGround(state, byte, come);
		case 'acted':
			// What else follows a lone ESC is a key of its own.
			return introducers.has(byte) ? introduced(state, byte, come) : onGround(state, byte, come);
		case 'character':
			return inCharacter(state, mode, byte, come);
		case 'escape':
			if (byte === byteOf.escape) return {...state, mode: {...mode, count: mode.count + 1}};
			return introduced(state, byte, come, {isAlt: mode.count > 1});
		case 'csi':
			return inCsi(state, mode, byte, come);
		case 'ss3':
			if (isControl(byte)) return broken(state, byte, come);
			if (isParameter(byte)) return state;
			return ended(state, mode.isAlt ? null : ss3Key(String.fromCharCode(byte)), come);
		case 'intermediate':
			if (isControl(byte)) return broken(state, byte, come);
			return isIntermediate(byte) ? state : ended(state, null, come);
		case 'string':
			return inString(state, mode, byte, come);
		case 'trailing': {
			if (byte === byteOf.escape) return broken(state, byte, come);
			const left = mode.left - 1;
			return left > 0 ? {...state, mode: {type: 'trailing', left}} : ended(state, null, come);
		}
	}
}

function onGround(state: KeyState, byte: number, come: Come): KeyState {
	if (byte === byteOf.escape) {
		// After an answer it is rather the beginning of the next one than a key.
		const usualMs = come.nowMs - state.answeredAtMs <= holdMs ? holdMs : escapeWaitMs;
		// In the first moment it acts late, but it is not lost.
		const waitMs = usualMs + Math.max(0, state.settledAtMs - come.nowMs);
		return {...state, mode: {type: 'escape', count: 1, waitMs}};
	}
	// The eight-bit introducers: ESC and the character that lies 0x40 below, in one byte.
	if (byte >= 0x80 && byte < 0xa0) return introduced(state, byte - 0x40, come, {isEightBit: true});
	if (byte >= 0xa0) return beginning(state, byte, come);
	const name = isControl(byte) || byte === byteOf.delete ? controlKey(byte) : String.fromCharCode(byte);
	come.tell(name === null ? other : {type: 'key', name});
	return {...state, mode: ground};
}

/** The first byte of a character of several. */
function beginning(state: KeyState, byte: number, come: Come, isAlt = false): KeyState {
	const length = characterLength(byte);
	if (length > 0) return {...state, mode: {type: 'character', bytes: [byte], length, isAlt}};
	come.tell(other);
	return {...state, mode: ground};
}

type In<Type extends Mode['type']> = Extract<Mode, {readonly type: Type}>;

function inCharacter(state: KeyState, mode: In<'character'>, byte: number, come: Come): KeyState {
	if (byte < 0x80 || byte >= 0xc0) return broken(state, byte, come);
	const bytes = [...mode.bytes, byte];
	if (bytes.length < mode.length) return {...state, mode: {...mode, bytes}};
	const name = characterOf(bytes);
	const code = name?.codePointAt(0) ?? 0;
	if (code >= 0x80 && code < 0xa0 && !mode.isAlt) return introduced(state, code - 0x40, come, {isEightBit: true});
	come.tell(name === null || mode.isAlt ? other : {type: 'key', name});
	return {...state, mode: ground};
}

/** What follows ESC. */
function introduced(
	state: KeyState,
	byte: number,
	come: Come,
	{isAlt = false, isEightBit = false}: {readonly isAlt?: boolean; readonly isEightBit?: boolean} = {},
): KeyState {
	if (byte === byteOf.csi) return {...state, mode: {type: 'csi', text: '', isAlt}};
	if (byte === byteOf.ss3 || byte === byteOf.ss2) {
		return {...state, mode: {type: 'ss3', isAlt: isAlt || byte === byteOf.ss2}};
	}
	if (stringBeginnings.has(byte)) return {...state, mode: {type: 'string', isEightBit, hasEscape: false, length: 0}};
	if (isIntermediate(byte)) return {...state, mode: {type: 'intermediate'}};
	if (byte >= 0x80) return beginning(state, byte, come, true);
	// With Alt a key is the terminal's or tmux's; only what ends the program is never swallowed.
	come.tell(byte === byteOf.interrupt ? {type: 'key', name: 'ctrl-c'} : other);
	return {...state, mode: ground};
}

function inCsi(state: KeyState, mode: In<'csi'>, byte: number, come: Come): KeyState {
	if (isControl(byte) || byte >= byteOf.delete) return broken(state, byte, come);
	const {text, isAlt} = mode;
	const character = String.fromCharCode(byte);
	// F1 to F5 of the Linux console are `[[A` to `[[E`; rxvt ends keys with Shift in `$`.
	const isLast = byte >= 0x40 ? byte !== byteOf.csi || text !== '' : character === '$' && /^[2-8]$/.test(text);
	if (!isLast) return {...state, mode: {...mode, text: `${text}${character}`.slice(0, longestParameters)}};
	if (character === '~' && text === '200') return {...state, mode: {type: 'paste', paste: emptyPaste}};
	const left = text === '' ? (trailingBytes[character] ?? 0) : 0;
	if (left > 0) return {...state, mode: {type: 'trailing', left}};
	const report = state.mouse && !isAlt ? mouseReport(text, character) : null;
	if (report === null) return ended(state, isAlt ? null : csiKey(text, character), come);
	come.tell(come.settled ? report : other);
	return {...state, mode: ground};
}

function inString(state: KeyState, mode: In<'string'>, byte: number, come: Come): KeyState {
	if (byte === byteOf.escape) return {...state, mode: {...mode, hasEscape: true}};
	if (mode.hasEscape && byte !== byteOf.backslash) {
		// It was cut off by the next sequence.
		come.tell(other);
		return introduced({...state, answeredAtMs: come.nowMs}, byte, come);
	}
	if (byte === byteOf.interrupt) return broken(state, byte, come);
	const isCut = byte === byteOf.cancel || byte === byteOf.substitute || mode.length >= longestString;
	const isEnd = mode.hasEscape || byte === byteOf.bell || (mode.isEightBit && byte === byteOf.stringEnd);
	return isCut || isEnd ? ended(state, null, come) : {...state, mode: {...mode, length: mode.length + 1}};
}

/** A sequence is over: the key that it is, or none. */
function ended(state: KeyState, name: string | null, come: Come): KeyState {
	come.tell(name !== null && come.settled ? {type: 'key', name} : other);
	return {...state, mode: ground, answeredAtMs: name === null ? come.nowMs : state.answeredAtMs};
}

/** A byte that cannot belong to the sequence before it, which is given up. */
function broken(state: KeyState, byte: number, come: Come): KeyState {
	come.tell(other);
	const rest = {...state, mode: ground, answeredAtMs: come.nowMs};
	return byte === byteOf.cancel || byte === byteOf.substitute ? rest : onGround(rest, byte, come);
}
