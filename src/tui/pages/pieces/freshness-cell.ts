import type {Cell} from '../../../words/columns.ts';
import {duration, exactAge, fullMoment, hourAndMinute, timeOfDay} from '../../../words/format.ts';
import {clusterRows} from '../../clusters/cluster-rows.ts';
import {isAbove} from '../../clusters/cluster-state.ts';
import {freshness, wallTime} from '../../freshness.ts';
import {presentNow} from '../../past/present.ts';
import type {Model} from '../../state.ts';
import {quiet} from '../../ui/rules.ts';

/** How fresh what is on the screen is: the data of the open cluster, or of how many of several clusters it is live. */
export function shownFreshness(model: Model): Cell {
	return isAbove(model) ? aboveCell(model) : freshnessCell(model);
}

/** `LIVE`, `12s old`, `LOST since 14:08`, or what is being waited for. */
export function freshnessCell(model: Model): Cell {
	if (model.past !== null) return {text: thenText(model), tone: 'careful'};
	const fresh = freshness(model);
	if (model.finding.frozen !== null && fresh.type !== 'lost') return {text: 'FROZEN', tone: 'careful'};
	switch (fresh.type) {
		case 'waiting':
			return fresh.message === null
				? quiet(model.link.type === 'open' ? 'asking' : 'connecting')
				: {text: `NO DATA ${exactAge(fresh.sinceMs, model.nowMs)}`, tone: 'bad'};
		case 'lost':
			return {text: `LOST since ${hourAndMinute(wallTime(model, fresh.sinceMs))}`, tone: 'label'};
		case 'live':
			return fresh.ageSeconds === null
				? {text: 'LIVE', tone: 'good'}
				: {text: `${oldness(fresh.ageSeconds)} old`, tone: 'careful'};
	}
}

/** The moment that is shown, with its day where that is not today, and how long ago it was. */
function thenText(model: Model): string {
	const [thenMs, nowMs] = [model.nowMs, presentNow(model)].map(ms => wallTime(model, ms));
	const isToday = new Date(thenMs ?? 0).toDateString() === new Date(nowMs ?? 0).toDateString();
	const when = isToday ? timeOfDay(thenMs ?? 0) : fullMoment(thenMs ?? 0);
	const age = duration((presentNow(model) - model.nowMs) / 1000).replace(/(h|d)00[mh]$/, '$1');
	return `THEN ${when}, ${age} ago`;
}

function oldness(seconds: number): string {
	return seconds < 60 ? `${seconds}s` : duration(Math.max(60, Math.floor(seconds / 10) * 10));
}

function aboveCell(model: Model): Cell {
	const rows = clusterRows(model);
	const live = rows.filter(({fresh}) => fresh.type === 'live' && fresh.ageSeconds === null).length;
	return live === rows.length
		? {text: 'LIVE', tone: 'good'}
		: {text: `${live} of ${rows.length} LIVE`, tone: 'careful'};
}
