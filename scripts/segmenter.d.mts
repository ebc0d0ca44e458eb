export type Grapheme = {readonly segment: string; readonly index: number};
export type Segmenter = {readonly segment: (text: string) => Iterable<Grapheme>};
export function createSegmenter(): Segmenter;
export function createLazySegmenter(): Intl.Segmenter;
export function lazyPattern(source: string, flags: string): {readonly test: (text: string) => boolean};
export function simpleWidth(text: string): number | undefined;
