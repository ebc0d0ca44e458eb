import {plainly} from '../../domain/failure/sentence.ts';
import type {Cell} from '../../words/columns.ts';
import {duration, hourAndMinute, timeOfDay} from '../../words/format.ts';
import {symbols} from '../../words/symbols.ts';
import {pad} from '../../words/width.ts';
import {isAbove} from '../clusters/cluster-state.ts';
import {frozenText, lookText} from '../find/look-text.ts';
import {askingSeconds, freshness, hasData, wallTime} from '../freshness.ts';
import {labelOf} from '../operate/cluster-label.ts';
import {writingText} from '../operate/writing.ts';
import {clusterName, retryText} from '../pages/cluster-words.ts';
import {pageOf} from '../pages/pages.ts';
import {freshnessCell, shownFreshness} from '../pages/pieces/freshness-cell.ts';
import {presentNow} from '../past/present.ts';
import {listingOf} from '../shown.ts';
import type {Model} from '../state.ts';
import {topView} from '../views.ts';
import {labelCells} from './cluster-label-cells.ts';
import {filterLine} from './filter-line.ts';
import {cellsWidth, type Line, line, spreadLine} from './line.ts';
import {quiet, strong} from './rules.ts';

/** The first line: where you are, and at its fixed right end how fresh the data is, whether you may write, the time. */
export function titleBar(model: Model): Line {
	const {columns} = model.size;
	const view = topView(model);
	const page = pageOf(view);
	const crumbs = page.crumbs(view, model);
	const name = clusterName(model);
	const label = labelCells(labelOf(model));
	const [path, step] = [quiet(`  ${symbols.path} `), quiet(` ${symbols.path} `)];
	const [last = '', ...way] = crumbs.toReversed();
	const left = [' ', strong(name), ...label, path, ...way.reverse().flatMap(part => [part, step]), strong(last)];
	const right = titleRight(model);
	// The second line says it, unless a banner stands there.
	const told = banner(model) === null && ((page.kind === 'list' && page.tellsLook) || filterLine(model, view) !== null);
	const room = columns - cellsWidth(left) - cellsWidth(right) - 4;
	const look = told ? '' : lookText(model, view, listingOf(model, view), Math.max(12, room));
	const more = [versionText(model), page.kind === 'list' && page.tellsLook ? '' : needyText(model)];
	const beside: Cell[] = look === '' ? [] : [look, '  '];
	for (const text of more) {
		if (text === '' || cellsWidth([...beside, text]) + 2 >= room) continue;
		const [letter, ...words] = text.split(' ');
		beside.push(
			...(text.startsWith('X')
				? [{text: letter ?? '', tone: 'bad'} as const, quiet(` ${words.join(' ')}`)]
				: [quiet(text)]),
			'  ',
		);
	}
	return spreadLine(left, [...beside, ...right], columns);
}

function versionText({overview}: Model): string {
	const version = overview?.cluster.dmVersion ?? '?';
	return version === '?' ? '' : `DM ${version}`;
}

/** How many tasks need somebody, where the list does not say it. */
function needyText({overview}: Model): string {
	const needy = (overview?.tasks ?? []).filter(({word}) => word === 'error').length;
	return needy === 0 ? '' : `X${needy} needs you`;
}

/** The freshness, RO or RW in six columns, and the time. */
export function titleRight(model: Model): readonly Cell[] {
	if (isAbove(model)) return [shownFreshness(model), `  ${hourAndMinute(wallTime(model, presentNow(model)))}`];
	const asking = hasData(model) ? askingSeconds(model) : null;
	return [
		asking === null ? '' : `asking for ${duration(asking)}  `,
		freshnessCell(model),
		`  ${pad(writingText(model), 6, 'right')}  ${hourAndMinute(wallTime(model, presentNow(model)))}`,
	];
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
	const from = fresh.dataAtMs === null ? 'old state' : `state of ${timeOfDay(wallTime(model, fresh.dataAtMs))}`;
	const text = ` NOT LIVE: ${from}.  ${retryText(fresh.retryAtMs, model.nowMs)}  ${plainly(fresh.message)}`;
	return line([{text: pad(text, model.size.columns), tone: 'label'}], model.size.columns);
}
