import {plural, timeOfDay} from '../../words/format.ts';
import {cut, width} from '../../words/width.ts';
import {wallTime} from '../freshness.ts';
import {keyOf} from '../keys/key-of.ts';
import type {Model, View} from '../state.ts';
import {asItIs, lookOf, marksOf} from './finding.ts';
import type {Listing} from './listing.ts';
import {tooSlowText} from './matcher.ts';

/** How a list is looked at where that is not as it is: `filter: ord 5/24  sort:lag`; empty for all rows, worst first. */
export function lookText(model: Model, view: View, listing: Listing | null, room = Number.POSITIVE_INFINITY): string {
	const look = lookOf(model, view);
	const marks = marksOf(model, view).size;
	const marked = marks === 0 ? '' : `${marks} marked`;
	if (look === asItIs) return width(marked) <= room ? marked : '';
	if (look.filter !== null && listing?.isFilterTooSlow) return tooSlowLook(model, view, listing, room);
	const count = look.filter !== null || look.problemsOnly ? countText(listing) : '';
	const sort = sortText(model, view);
	const filter = look.filter === null ? '' : `filter: ${look.filter.text.trim()}`;
	const problems = look.problemsOnly ? 'problems only' : '';
	const short = joined(problems === '' ? '' : '!', look.filter === null ? '' : `/${look.filter.text.trim()}`);
	const long = joined(problems, filter, count, sort);
	const forms = [
		joined(long, marked),
		long,
		joined(problems, filter, count),
		joined(short, count),
		joined(problems === '' ? '' : '!', shortFilter(look.filter?.text.trim() ?? '', room - width(count)), count),
	];
	return forms.find(form => width(form) <= room) ?? count;
}

/** The same where the filter takes too long and so hides nothing: that stands in its place. */
function tooSlowLook(model: Model, view: View, listing: Listing, room: number): string {
	const {problemsOnly} = lookOf(model, view);
	const problems = problemsOnly ? joined('problems only', countText(listing)) : '';
	const [short] = tooSlowText.split(':');
	const forms = [
		joined(problems, tooSlowText, sortText(model, view)),
		joined(problems, tooSlowText),
		joined(problems, short ?? ''),
		short ?? '',
	];
	return forms.find(form => width(form) <= room) ?? cut(short ?? '', room);
}

/** As much of a filter as there is room for beside what stands around it. */
function shortFilter(text: string, room: number): string {
	return text === '' ? '' : `/${cut(text, Math.max(0, room - 6))}`;
}

/** `sort:lag`, with `rev` where it is reversed; empty where it is as the gateway gives it. */
export function sortText(model: Model, view: View): string {
	const {sort, reversed} = lookOf(model, view);
	return sort === 'severity' && !reversed ? '' : `sort:${sort}${reversed ? ' rev' : ''}`;
}

/** Why a list shows no row although it has some; null where it has none or shows some. */
export function nothingShownText(model: Model, view: View, listing: Listing | null): string | null {
	if (listing === null || listing.all === 0 || listing.ids.length > 0) return null;
	const {filter, problemsOnly} = lookOf(model, view);
	const rows = listing.all === 1 ? 'The only row is' : `All ${listing.all} rows are`;
	if (filter === null || listing.isFilterTooSlow)
		return `   ${rows} well. ${keyOf(model, 'problems')} shows ${listing.all === 1 ? 'it' : 'them'} again.`;
	const among = problemsOnly ? 'No problem' : 'No row';
	return `   ${among} matches "${filter.text.trim()}". Esc takes the filter off.`;
}

/** That the screen stands still, and since when; null while it does not. */
export function frozenText(model: Model): string | null {
	const {frozen} = model.finding;
	if (frozen === null) return null;
	const updates = plural(frozen.count, 'update');
	return `FROZEN ${timeOfDay(wallTime(model, frozen.sinceMs))}, ${updates} held back (${keyOf(model, 'go-on')} goes on)`;
}

/** How many rows are shown of how many: `5/24`; empty for a text. */
export function countText(listing: Listing | null): string {
	return listing === null ? '' : `${listing.ids.length}/${listing.all}`;
}

function joined(...parts: readonly string[]): string {
	return parts.filter(part => part !== '').join('  ');
}
