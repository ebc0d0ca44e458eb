import {figure} from './blocks.ts';

/** How far something has come, 0 to 1; above 1 where an estimate was too small. */
export function fraction(part: number | null, whole: number | null): number | null {
	if (part === null || whole === null || !(whole > 0) || !Number.isFinite(part)) return null;
	return part / whole;
}

/** A bar in exactly `columns` columns; question marks where it is unknown, `>` at the end of one that is past it. */
export function bar(value: number | null, columns: number): string {
	const room = Math.max(1, columns - 2);
	if (value === null) return `[${'?'.repeat(room)}]`;
	if (value > 1) return `[${'#'.repeat(room - 1)}>]`;
	// A bar is full only when it is done.
	const full = value === 1 ? room : Math.min(room - 1, Math.floor(Math.max(0, value) * room));
	return `[${'#'.repeat(full)}${'-'.repeat(room - full)}]`;
}

/** `70.1 %`, never rounded up to 100; `-` when unknown. */
export function percentText(value: number | null): string {
	if (value === null) return '-';
	const percent = value * 100;
	if (percent >= 1e6) return `${figure(percent)} %`;
	return value < 1 && percent >= 99.95 ? '99.9 %' : `${percent.toFixed(1)} %`;
}

/** DM's own text of a progress, such as `27.98 %`; in words where it is not a number, null where DM gives none. */
export function saidProgress(text: string | null): string | null {
	if (text === null || text === '') return null;
	return /\b(nan|[+-]?inf(inity)?)\b/i.test(text) ? 'not a number' : text;
}

/** The same as a fraction; null where it is no number. */
export function saidFraction(text: string | null): number | null {
	const match = /^([+-]?\d{1,15}(?:\.\d{1,15})?) ?%$/.exec(text?.trim() ?? '');
	return match?.[1] === undefined ? null : Number(match[1]) / 100;
}
