import {plural} from '../../../words/format.ts';

/** A GTID set; of a long one the first servers, and how many more there are: what lies below it must stay in sight. */
export function gtidText(set: string | null): string {
	if (set === null || !isLongGtid(set)) return set ?? '-';
	const servers = set.split(',');
	const end = set.lastIndexOf(',', longGtid);
	const kept = end < 0 ? set.slice(0, longGtid) : set.slice(0, end);
	const more = servers.length - kept.split(',').length;
	const rest =
		more === 0 ? `${set.length - kept.length} more characters` : `${more} more of ${plural(servers.length, 'server')}`;
	return `${kept},... and ${rest} (raw JSON has all)`;
}

/** Whether it has to be folded. */
export function isLongGtid(set: string | null): boolean {
	return set !== null && set.length > longGtid;
}

const longGtid = 130;
