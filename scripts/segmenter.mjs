// Stands in for Intl.Segmenter and emoji patterns in the bundled packages: they cost 12 ms and 60 ms on first use, and
// almost no text needs them.

/** Characters that are graphemes by themselves, whatever stands beside them, and have one column: ASCII, Latin, lines. */
const narrow = String.raw`\x20-\x7e\xa1-\xa8\xaa-\xac\xaf-\u024f\u2010-\u2015\u2018-\u2026\u2264\u2265\u2500-\u259f\u2800-\u28ff`;
/** The same with two columns: ideographs, kana, syllables of Hangul, full-width forms. */
const wide = String.raw`\u3001-\u3003\u3008-\u3011\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60`;

const isSimple = new RegExp(`^[\\x1b${narrow}${wide}]*$`);
const hasWidth = new RegExp(`^[${narrow}${wide}]*$`);
const wideOnes = new RegExp(`[${wide}]`, 'g');

/** The graphemes of a text, as Intl.Segmenter tells them; ESC is one too. */
export function createSegmenter() {
	const real = createLazySegmenter();
	return {
		segment(text) {
			if (!isSimple.test(text)) return real.segment(text);
			return Array.from(text, (segment, index) => ({segment, index}));
		},
	};
}

/** An Intl.Segmenter that is made on its first use, for those who want more of it than a walk. */
export function createLazySegmenter() {
	let real;
	return {
		segment(text) {
			real ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
			return real.segment(text);
		},
	};
}

/** A pattern that is made on its first use. */
export function lazyPattern(source, flags) {
	let real;
	return {
		test(text) {
			real ??= new RegExp(source, flags);
			return real.test(text);
		},
	};
}

/** The columns of a text that is all simple characters; else undefined. */
export function simpleWidth(text) {
	return hasWidth.test(text) ? text.length + (text.match(wideOnes)?.length ?? 0) : undefined;
}
