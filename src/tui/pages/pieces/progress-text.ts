import {figure} from './blocks.ts';

/** How far something has come, 0 to 1; above 1 where an estimate was too small. */
export function fraction(part: number | null, whole: number | null): number | null {
	if (part === null || whole === null || !(whole > 0) || !Number.isFinite(part)) return null;
	return part / whole;
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
