import {toldAwaySince} from '../away.ts';
import {hasData} from '../freshness.ts';
import {
	isTab,
	needsTask,
	openEvent,
	openEventList,
	openReason,
	openTab,
	rawAim,
	rawReason,
	relayReason,
	worstRelay,
} from '../opening.ts';
import {isAskingReport, reportView, usualReportView} from '../pages/report/report-answer.ts';
import {taskTabs} from '../pages/tabs/tab-line.ts';
import {isAskingValidation, validationView} from '../pages/validation/validation-answer.ts';
import {quietInPast} from '../past/present.ts';
import {isAsking, rawView} from '../raw-answer.ts';
import {subjectOf} from '../shown.ts';
import type {Hotkey, Model, View} from '../state.ts';
import {topView} from '../views.ts';
import {keyOf} from './key-of.ts';
import {alwaysPossible, inList, nothing, notOn, on} from './view-keys.ts';

/** The keys that open something of the selected object. */
export const objectKeys: readonly Hotkey[] = [
	{
		id: 'open',
		keys: ['enter', 'l', 'right'],
		label: 'open',
		help: 'open',
		group: 'move',
		where: inList,
		elsewhere: () => 'there are no rows to open on this page',
		whyNot: model => openReason(model),
		event: model => openEvent(model),
	},
	{
		id: 'list-events',
		keys: ['enter', 'l', 'right'],
		label: 'list',
		help: 'list of events',
		group: 'move',
		where: model => isTab(model, 'events'),
		whyNot: alwaysPossible,
		event: model => openEventList(model),
	},
	{
		id: 'worst-relay',
		keys: ['enter', 'l', 'right'],
		label: 'relay',
		help: 'source of the worst relay',
		group: 'move',
		where: model => isTab(model, 'relay'),
		whyNot: model => (worstRelay(model) === null ? 'no source of this task is known' : undefined),
		event: model => {
			const source = worstRelay(model);
			return source === null ? nothing : {type: 'open', view: {type: 'source', source, top: 0}};
		},
	},
	{
		id: 'why',
		keys: ['e'],
		label: 'why',
		help: 'why',
		title: () => 'why it is like this',
		group: 'see',
		where: notOn('help', 'why'),
		elsewhere: model => (topView(model).type === 'why' ? 'this is it' : leaveHelp(model)),
		whyNot: model => needsTask(model),
		event: model => {
			const {task, source} = subjectOf(model, topView(model));
			return task === null ? nothing : {type: 'open', view: {type: 'why', task, source, top: 0}};
		},
	},
	tabKey('next-tab', 'tab', 1, ['task', 'tab'], 'next tab'),
	tabKey('previous-tab', 'shift-tab', -1, ['task', 'tab'], 'previous tab'),
	tabKey('second-tab', 'tab', 1, ['tasks'], "the task's second tab"),
	tabKey('last-tab', 'shift-tab', -1, ['tasks'], "the task's last tab"),
	{
		id: 'sharding',
		keys: ['d'],
		label: 'sharding',
		help: 'sharding',
		group: 'see',
		where: notOn('help'),
		elsewhere: leaveHelp,
		whyNot: model => (isTab(model, 'sharding') ? 'these are the sharding groups' : needsTask(model)),
		event: model => openTab(model, 'sharding'),
	},
	{
		id: 'relay',
		keys: ['b'],
		label: 'relay',
		help: 'relay',
		group: 'see',
		where: notOn('help'),
		elsewhere: leaveHelp,
		whyNot: relayReason,
		event: model => {
			const {source} = subjectOf(model, topView(model));
			return source === null ? openTab(model, 'relay') : {type: 'open', view: {type: 'source', source, top: 0}};
		},
	},
	{
		id: 'cutover',
		keys: ['C'],
		label: 'cutover',
		help: 'cut-over',
		title: () => 'whether its target can take over',
		group: 'see',
		where: notOn('help', 'cutover'),
		elsewhere: model => (topView(model).type === 'cutover' ? 'this is it' : leaveHelp(model)),
		whyNot: model => quietInPast(model, 'it is watched as it happens') ?? needsTask(model),
		event: model => {
			const {task} = subjectOf(model, topView(model));
			return task === null ? nothing : {type: 'open', view: {type: 'cutover', task, top: 0}};
		},
	},
	{
		id: 'raw',
		keys: ['i'],
		label: 'raw',
		help: 'raw JSON',
		group: 'see',
		where: notOn('help', 'raw'),
		elsewhere: leaveHelp,
		whyNot: model =>
			quietInPast(model, 'of then the words of DM are not kept') ??
			(hasData(model) ? rawReason(model) : 'DM has not answered yet'),
		event: model => ({type: 'open', view: rawView(rawAim(model))}),
	},
	{
		id: 'raw-again',
		keys: ['i'],
		label: 'newer',
		help: 'newest raw JSON',
		group: 'see',
		where: on('raw'),
		whyNot: model => {
			const view = topView(model);
			const quiet = quietInPast(model, 'of then the words of DM are not kept');
			if (quiet !== undefined) return quiet;
			return view.type === 'raw' && isAsking(view) ? 'it is being asked for' : undefined;
		},
		event: model => {
			const view = topView(model);
			return view.type === 'raw' ? {type: 'turn', view: {...view, answer: {type: 'asking'}}} : nothing;
		},
	},
	{
		id: 'validation',
		keys: ['V'],
		label: 'validation',
		help: 'validation',
		title: () => 'what its validators tell',
		group: 'see',
		where: notOn('help', 'validation'),
		elsewhere: leaveHelp,
		whyNot: model => quietInPast(model, 'of then the words of DM are not kept') ?? needsTask(model),
		event(model) {
			const {task, source} = subjectOf(model, topView(model));
			return task === null ? nothing : {type: 'open', view: validationView(task, source)};
		},
	},
	{
		id: 'validation-again',
		keys: ['V'],
		label: 'ask again',
		help: 'validation, asked again',
		group: 'see',
		where: on('validation'),
		whyNot(model) {
			const view = topView(model);
			const isAsking = view.type === 'validation' && isAskingValidation(view);
			return (
				quietInPast(model, 'of then the words of DM are not kept') ?? (isAsking ? 'it is being asked for' : undefined)
			);
		},
		event(model) {
			const view = topView(model);
			return view.type === 'validation' ? {type: 'turn', view: validationView(view.task, view.source)} : nothing;
		},
	},
	{
		id: 'report',
		keys: ['H'],
		label: 'report',
		help: 'report',
		title: model => (toldAwaySince(model) === null ? 'report of the last 8 h' : 'report of the time since you looked'),
		group: 'views',
		where: notOn('help', 'report'),
		elsewhere: leaveHelp,
		whyNot: model =>
			quietInPast(model, 'it is of the time until now') ??
			(model.link.type === 'open' ? undefined : 'the gateway is not reached'),
		event: model => ({type: 'open', view: reportView(model)}),
	},
	{
		id: 'report-again',
		keys: ['H'],
		label: 'last 8 h',
		help: 'report of the last 8 h',
		group: 'views',
		where: on('report'),
		whyNot: model => {
			const view = topView(model);
			const quiet = quietInPast(model, 'it is of the time until now');
			if (quiet !== undefined) return quiet;
			return view.type === 'report' && isAskingReport(view) ? 'it is being asked for' : undefined;
		},
		event: model => ({type: 'turn', view: usualReportView(model)}),
	},
];

function leaveHelp(model: Model): string {
	return `leave the help first (${keyOf(model, 'help')})`;
}

/** Tab and Shift-Tab turn the page of a task; from the list of tasks they open it. */
function tabKey(id: string, key: string, by: 1 | -1, where: readonly View['type'][], title: string): Hotkey {
	return {
		id,
		keys: [key],
		label: by === 1 ? 'next tab' : 'previous tab',
		help: by === 1 ? 'next' : 'previous tab',
		title: () => title,
		...(by === -1 && {beside: 'next-tab'}),
		group: 'move',
		where: on(...where),
		elsewhere: () => "it turns the tabs of a task's page",
		whyNot: needsTask,
		event: model => {
			const view = topView(model);
			const open = taskTabs.indexOf(view.type === 'tab' ? view.tab : 'subtasks');
			return openTab(model, taskTabs.at((open + by) % taskTabs.length) ?? 'subtasks');
		},
	};
}
