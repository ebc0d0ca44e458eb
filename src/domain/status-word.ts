/** The refined statuses, worst first: the severity order everywhere. */

export const statusWords = [
	'error',
	'unknown',
	'retrying',
	'locked',
	'warning',
	'paused',
	'running',
	'new',
	'finished',
	'stopped',
] as const;

export type StatusWord = (typeof statusWords)[number];
