/** A regular expression as a tree. */
export type Node =
	| {readonly type: 'character'; readonly holds: (character: string) => boolean}
	| {readonly type: 'place'; readonly holds: (before: string, after: string) => boolean}
	| {readonly type: 'all'; readonly nodes: readonly Node[]}
	| {readonly type: 'any'; readonly nodes: readonly Node[]}
	/** `most` is infinite for `*` and `+`. */
	| {readonly type: 'repeat'; readonly node: Node; readonly least: number; readonly most: number};

/** A pattern that cannot be read; the message says why in a few words. */
export class PatternError extends Error {}

/**
 * Reads a pattern: characters, `.`, classes, `\d \w \s \b`, `^ $`, groups, `|`, `* + ?` and `{2,5}`, without regard to
 * case. Throws PatternError.
 */
export function parseRegex(pattern: string): Node {
	const characters = [...pattern];
	let at = 0;
	const node = alternatives();
	if (at < characters.length) throw new PatternError('a ) without its (');
	return node;

	function alternatives(): Node {
		const nodes = [sequence()];
		while (characters[at] === '|') {
			at++;
			nodes.push(sequence());
		}
		return {type: 'any', nodes};
	}

	function sequence(): Node {
		const nodes: Node[] = [];
		while (at < characters.length && characters[at] !== '|' && characters[at] !== ')') nodes.push(repeated());
		return {type: 'all', nodes};
	}

	function repeated(): Node {
		let node = atom();
		for (let range = quantifier(); range !== null; range = quantifier()) {
			node = {type: 'repeat', node, ...range};
			// Lazy or not, it matches the same texts.
			if (characters[at] === '?') at++;
		}
		return node;
	}

	function quantifier(): {least: number; most: number} | null {
		const character = characters[at] ?? '';
		const simple = simpleQuantifiers[character];
		if (simple !== undefined) {
			at++;
			return simple;
		}
		const counted = /^\{(\d{1,3})(,(\d{0,3}))?\}/.exec(characters.slice(at, at + 9).join(''));
		if (counted === null) return null;
		at += counted[0].length;
		const least = Number(counted[1]);
		if (counted[2] === undefined) return {least, most: least};
		const most = counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3]);
		if (most < least) throw new PatternError(`${counted[0]} ends before it begins`);
		return {least, most};
	}

	function atom(): Node {
		const character = characters[at++] ?? '';
		switch (character) {
			case '.':
				return {type: 'character', holds: () => true};
			case '^':
				return {type: 'place', holds: before => before === ''};
			case '$':
				return {type: 'place', holds: (_, after) => after === ''};
			case '(':
				return group();
			case '[':
				return characterClass();
			case '\\':
				return escaped();
			case '*':
			case '+':
			case '?':
				throw new PatternError(`nothing before ${character}`);
			default:
				return one(character);
		}
	}

	function group(): Node {
		if (characters[at] === '?') {
			if (characters[at + 1] !== ':') throw new PatternError('(? is not supported');
			at += 2;
		}
		const node = alternatives();
		if (characters[at++] !== ')') throw new PatternError('a ( without its )');
		return node;
	}

	function escaped(): Node {
		const letter = characters[at++];
		if (letter === undefined) throw new PatternError('a \\ at the end');
		if (letter === 'b' || letter === 'B') {
			return {type: 'place', holds: (before, after) => (isWord(before) !== isWord(after)) === (letter === 'b')};
		}
		if (/[1-9]/.test(letter)) throw new PatternError(`\\${letter} is not supported`);
		return {type: 'character', holds: kinds[letter] ?? same(letter)};
	}

	function characterClass(): Node {
		const negated = characters[at] === '^';
		if (negated) at++;
		const parts: ((character: string) => boolean)[] = [];
		while (characters[at] !== ']' || parts.length === 0) {
			const from = characters[at++];
			if (from === undefined) throw new PatternError('a [ without its ]');
			const letter = from === '\\' ? characters[at++] : undefined;
			if (letter !== undefined) {
				parts.push(kinds[letter] ?? same(letter));
				continue;
			}
			const to = characters[at] === '-' && characters[at + 1] !== ']' ? characters[at + 1] : undefined;
			if (to === undefined) {
				parts.push(same(from));
				continue;
			}
			if (to < from) throw new PatternError(`${from}-${to} ends before it begins`);
			at += 2;
			const within = (character: string) => character >= from && character <= to;
			parts.push(character => within(character) || within(character.toUpperCase()));
		}
		at++;
		return {type: 'character', holds: character => parts.some(part => part(character)) !== negated};
	}
}

const simpleQuantifiers: Readonly<Record<string, {least: number; most: number}>> = {
	'*': {least: 0, most: Number.POSITIVE_INFINITY},
	'+': {least: 1, most: Number.POSITIVE_INFINITY},
	'?': {least: 0, most: 1},
};

const kinds: Readonly<Record<string, (character: string) => boolean>> = {
	d: character => /\d/.test(character),
	D: character => /\D/.test(character),
	w: isWord,
	W: character => !isWord(character),
	s: character => /\s/.test(character),
	S: character => /\S/.test(character),
	t: character => character === '\t',
};

function isWord(character: string): boolean {
	return /\w/.test(character);
}

function one(character: string): Node {
	return {type: 'character', holds: same(character)};
}

/** The texts that are tested are in lower case. */
function same(wanted: string): (character: string) => boolean {
	const lower = wanted.toLowerCase();
	return character => character === lower;
}
