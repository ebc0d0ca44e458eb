import {isAbove} from '../clusters/cluster-state.ts';
import {hasData} from '../freshness.ts';
import type {Hotkey, Model, PastChange} from '../state.ts';
import {always} from './view-keys.ts';

const tenMinutesMs = 600_000;

/** The keys that go through what was known before. */
export const pastKeys: readonly Hotkey[] = [
	{
		...pastKey('earlier', '[', 'earlier', 'change before, after', {type: 'step', by: -1}),
		title: () => 'as it was at the last change before',
	},
	{
		...pastKey('later', ']', 'later', 'change before, after', {type: 'step', by: 1}),
		title: () => 'as it was at the next change',
		beside: 'earlier',
		whyNot: isNow,
	},
	{
		...pastKey('ten-before', '{', '10m back', '10 minutes', {type: 'by', ms: -tenMinutesMs}),
		title: () => 'as it was 10 minutes before',
	},
	{
		...pastKey('ten-after', '}', '10m on', '10 minutes', {type: 'by', ms: tenMinutesMs}),
		title: () => 'as it was 10 minutes after',
		beside: 'ten-before',
		whyNot: isNow,
	},
];

function pastKey(id: string, key: string, label: string, help: string, change: PastChange): Hotkey {
	return {
		id,
		keys: [key],
		label,
		help,
		group: 'see',
		where: always,
		whyNot,
		event: () => ({type: 'past', change}),
	};
}

function whyNot(model: Model): string | undefined {
	if (isAbove(model)) return 'open a cluster first';
	if (model.past !== null) return undefined;
	if (model.link.type !== 'open') return 'the gateway is not reached';
	return hasData(model) ? undefined : 'there is no data yet';
}

function isNow(model: Model): string | undefined {
	return model.past === null ? (isAbove(model) ? 'open a cluster first' : 'this is now') : undefined;
}
