import type {View} from '../state.ts';
import {cutoverPage} from './cutover/cutover-page.ts';
import {helpPage} from './help.ts';
import {clustersPage} from './lists/cluster-list.ts';
import {eventsPage} from './lists/event-list.ts';
import {locksPage} from './lists/lock-list.ts';
import {sourcesPage} from './lists/source-list.ts';
import {workersPage} from './lists/worker-list.ts';
import {lockPage} from './locks/lock-detail.ts';
import type {ListPage, Page, PageKey, TextPage} from './page.ts';
import {rawPage} from './raw.ts';
import {reportPage} from './report/report-page.ts';
import {sourcePage} from './sources/source-detail.ts';
import {subtaskPage} from './subtask/subtask-page.ts';
import {tabPage} from './tabs/tabs.ts';
import {taskPage} from './task.ts';
import {tasksPage} from './tasks.ts';
import {validationPage} from './validation/validation-page.ts';
import {whyPage} from './why.ts';

/** All pages, by the type of their view. */
const pages = {
	tasks: tasksPage,
	clusters: clustersPage,
	task: taskPage,
	tab: tabPage,
	subtask: subtaskPage,
	why: whyPage,
	sources: sourcesPage,
	source: sourcePage,
	locks: locksPage,
	lock: lockPage,
	workers: workersPage,
	events: eventsPage,
	cutover: cutoverPage,
	raw: rawPage,
	report: reportPage,
	validation: validationPage,
	help: helpPage,
} as const satisfies {readonly [Type in View['type']]: PageOf<Extract<View, {type: Type}>>};

/** The lists that a key of their own opens from everywhere. */
export const pageKeys: readonly PageKey[] = Object.values(pages).flatMap(page =>
	page.kind === 'list' && page.hotkey !== undefined ? [page.hotkey] : [],
);

type PageOf<Shown extends View> =
	Shown extends Extract<View, {readonly cursor: unknown}>
		? ListPage<Shown>
		: Shown extends Extract<View, {readonly top: number}>
			? TextPage<Shown>
			: never;

/** The page that shows a view. */
export function pageOf(view: View): Page {
	// Its functions are only ever given views of its own type.
	return pages[view.type] as unknown as Page;
}
