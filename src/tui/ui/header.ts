import {plainly} from '../../domain/failure/sentence.ts';
import type {Cell} from '../../words/columns.ts';
import {duration, exactAge, hourAndMinute, timeOfDay} from '../../words/format.ts';
import {width} from '../../words/width.ts';
import {frozenText, lookText} from '../find/look-text.ts';
import {askingSeconds, freshness, wallTime} from '../freshness.ts';
import {writingText} from '../operate/writing.ts';
import {clusterName, retryText} from '../pages/cluster-words.ts';
import {pageOf} from '../pages/pages.ts';
import {listingOf} from '../shown.ts';
import type {Model} from '../state.ts';
import {topView} from '../views.ts';
import {type Line, line, spreadLine} from './line.ts';

/** The first line: where you are, how fresh the data is, whether you may write, and the time. */
export function titleBar(model: Model): Line {
	const {columns} = model.size;
	const view = topView(model);
	const where = [clusterName(model), ...pageOf(view).crumbs(view as never)].join(' > ');
	// The list of tasks says it on its second line, unless a banner stands there.
	const page = pageOf(view);
	const told = page.kind === 'list' && page.tellsLook && banner(model) === null;
	const look = told ? '' : lookText(model, view, listingOf(model, view), Math.max(12, columns - width(where) - 30));
	const version = model.overview?.cluster.dmVersion ?? '?';
	const wide = columns >= 110 && version !== '?' ? `   DM ${version}` : '';
	const right = look === '' ? titleRight(model) : [look, '   ', ...titleRight(model)];
	return spreadLine([` ${where}${wide}`], right, columns);
}

/** The freshness, RO or RW, and the time. */
export function titleRight(model: Model): readonly Cell[] {
	const asking = askingSeconds(model);
	return [
		asking === null ? '' : `asking for ${duration(asking)}  `,
		freshnessCell(model),
		`  ${writingText(model)}  ${hourAndMinute(wallTime(model, model.nowMs))}`,
	];
}

/** `LIVE`, `12s old`, `LOST 47s`, or what is being waited for. */
export function freshnessCell(model: Model): Cell {
	const fresh = freshness(model);
	if (model.finding.frozen !== null && fresh.type !== 'lost') return {text: 'FROZEN', tone: 'careful'};
	switch (fresh.type) {
		case 'waiting':
			return fresh.message === null
				? 'CONNECTING'
				: {text: `NO DATA ${exactAge(fresh.sinceMs, model.nowMs)}`, tone: 'bad'};
		case 'lost':
			return {text: `LOST ${exactAge(fresh.sinceMs, model.nowMs)}`, tone: 'bad'};
		case 'live':
			return fresh.ageSeconds === null ? 'LIVE' : {text: `${oldness(fresh.ageSeconds)} old`, tone: 'careful'};
	}
}

/** Since when the data is not live, and what is done about it; null while it is. */
export function banner(model: Model): Line | null {
	const fresh = freshness(model);
	const frozen = frozenText(model);
	if (frozen !== null) {
		const lost = fresh.type === 'lost' ? `.  NOT LIVE: ${plainly(fresh.message)}` : '';
		return line([{text: ` ${frozen}${lost}`, tone: 'careful'}], model.size.columns);
	}
	if (fresh.type !== 'lost') return null;
	const from = fresh.dataAtMs === null ? 'OLD DATA' : `DATA FROM ${timeOfDay(wallTime(model, fresh.dataAtMs))}`;
	const text = [` ${from}, NOT LIVE.  `, `${retryText(fresh.retryAtMs, model.nowMs)}  `, plainly(fresh.message)];
	return line([{text: text.join(''), tone: 'bad'}], model.size.columns);
}

function oldness(seconds: number): string {
	return seconds < 60 ? `${seconds}s` : duration(Math.max(60, Math.floor(seconds / 10) * 10));
}
