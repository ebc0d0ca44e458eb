import type {Model, Size} from './state.ts';

/** Under 60 columns or 12 rows there is room for one thing only. */
export function isSmall({columns, rows}: Size): boolean {
	return columns < 60 || rows < 12;
}

/** From 110 columns and 34 rows there is room for the preview and several events. */
export function isBig({columns, rows}: Size): boolean {
	return columns >= 110 && rows >= 34;
}

/** From 104 columns and 34 rows there is room for all columns, graphs beside texts, and several events. */
export function isTall({columns, rows}: Size): boolean {
	return columns >= 104 && rows >= 34;
}

/** From 160 columns the selected row has the right side of the screen. */
export function isSplit({columns, rows}: Size): boolean {
	return columns >= 160 && rows >= 34;
}

/** How many columns the list has where the screen is split. */
export function leftColumns({columns}: Size): number {
	return Math.round(columns * 0.57);
}

/** How many of the notes about what the list cannot show, and of the remarks on how the cluster is asked, are shown below it. */
export function noteRows({overview}: Model): number {
	return Math.min(2, (overview?.notes.length ?? 0) + (overview?.remarks.length ?? 0));
}

/** From so many rows on the page of a task has a line of its own for its tabs. */
export const tabRows = 16;
