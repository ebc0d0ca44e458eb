import {type Act, type ActTarget, actNames} from '../../domain/act/act.ts';
import {type RelayAct, relayWhyNot} from '../../domain/act/relay-act.ts';
import {type ValidationAct, validationWhyNot} from '../../domain/act/validation-act.ts';
import {actTitle} from '../../words/acts/act-text.ts';
import {sourceMeant} from '../operate/source-targets.ts';
import {cannotWrite} from '../operate/writing.ts';
import {versionOf} from '../pages/pieces/blocks.ts';
import {lockId} from '../row-ids.ts';
import {rowIds} from '../shown.ts';
import type {Hotkey, Model, View} from '../state.ts';
import {topView} from '../views.ts';
import {keyOf} from './key-of.ts';
import {isForRelay, nothing, on} from './view-keys.ts';

/** Where a key belongs, by the page. */
const elsewhere = {
	sources: model => `for the relay of a source: ${keyOf(model, 'sources')} shows the sources`,
	locks: model => `for a DDL lock: ${keyOf(model, 'locks')} shows the locks`,
	why: model => `for a DDL that fails: ${keyOf(model, 'why')} shows why`,
	validation: model => `for validators: ${keyOf(model, 'validation')} shows them`,
} as const satisfies Readonly<Record<string, (model: Model) => string>>;

/** The keys that have DM act on what is no task: the relay of a source, a DDL lock, a failing DDL, validators. Each opens a dialog. */
export const actKeys: readonly Hotkey[] = [
	relayKey('pause-relay', 'p', 'pause', 'pause relay'),
	relayKey('resume-relay', 'r', 'resume', 'resume relay'),
	{
		...actKey(
			'start-relay',
			'B',
			'start relay',
			'start relay',
			['sources', 'source'],
			sourceTarget,
			relayReason('start-relay'),
		),
		elsewhere: elsewhere.sources,
	},
	actKey(
		'stop-validation',
		'p',
		'stop',
		'stop validation',
		['validation'],
		validatedTarget,
		validationReason('stop-validation'),
	),
	actKey(
		'start-validation',
		'r',
		'start',
		'start validation',
		['validation'],
		validatedTarget,
		validationReason('start-validation'),
	),
	actKey('unlock', 'U', 'unlock', 'unlock', ['locks', 'lock'], lockTarget, lockReason),
	actKey('skip-ddl', 'K', 'skip', 'skip the DDL', ['why'], failingTarget, () => undefined),
];

/** Also on the relays of a task. */
function relayKey(act: 'pause-relay' | 'resume-relay', key: string, label: string, help: string): Hotkey {
	return {...actKey(act, key, label, help, ['sources'], sourceTarget, relayReason(act)), where: isForRelay};
}

/** The target that a key means now, or why it means none, in a few words. */
type TargetOf = (model: Model) => ActTarget | string;

function actKey(
	act: Act,
	key: string,
	/** In the footer a key has the same place on each page. */
	label: string,
	help: string,
	views: readonly View['type'][],
	target: TargetOf,
	reason: (model: Model) => string | undefined,
): Hotkey {
	const where = on(...views);
	return {
		id: act,
		keys: [key],
		label,
		help,
		title(model) {
			const found = target(model);
			return typeof found === 'string' ? actNames[act] : actTitle(act, found);
		},
		group: 'do',
		where,
		elsewhere: elsewhereOf(views[0]),
		whyNot(model) {
			const found = target(model);
			if (typeof found === 'string') return found;
			return cannotWrite(model) ?? reason(model);
		},
		event(model) {
			const found = target(model);
			return typeof found === 'string' ? nothing : {type: 'operate', change: {type: 'ask-act', act, target: found}};
		},
	};
}

function elsewhereOf(view: View['type'] | undefined): (model: Model) => string {
	return view !== undefined && view in elsewhere
		? elsewhere[view as keyof typeof elsewhere]
		: () => 'open its page first';
}

function sourceTarget(model: Model): ActTarget | string {
	const view = topView(model);
	if (view.type === 'tab') return relayOfTask(model, view.task);
	const row = sourceMeant(model);
	if (row === undefined) return 'there is no source to select';
	if (row.source === null) return 'DM does not say which source this worker has';
	return {task: null, source: row.source, lock: null};
}

/** The relays of a task have no row that is selected: one is meant where there is one only. */
function relayOfTask(model: Model, task: string): ActTarget | string {
	const [first, ...others] = model.tasks.get(task)?.task?.subtasks ?? [];
	if (first === undefined) return 'no source of this task is known';
	if (others.length > 0)
		return `several relays: ${keyOf(model, 'sources')} shows the sources, there it is for the selected one`;
	return {task: null, source: first.source, lock: null};
}

/** What the screen knows already; the gateway looks once more before it proposes anything. */
function relayReason(act: RelayAct) {
	return (model: Model) => {
		const row = sourceMeant(model);
		if (row === undefined) return undefined;
		const entry = {...row, unbound: row.unbound || row.absent, subtasks: []};
		return relayWhyNot(act, entry, model.overview?.cluster.shape === 'workers') ?? undefined;
	};
}

function lockShown(model: Model) {
	const view = topView(model);
	if (view.type !== 'locks' && view.type !== 'lock') return undefined;
	const id = view.type === 'lock' ? lockId(view) : view.cursor.id;
	if (view.type === 'locks' && (id === null || !rowIds(model, view)?.includes(id))) return undefined;
	return model.locks?.locks.find(lock => lockId(lock) === id);
}

function lockTarget(model: Model): ActTarget | string {
	const lock = lockShown(model);
	if (lock === undefined) return 'there is no lock to select';
	if (lock.id === null) return 'DM does not name the ID of this lock';
	return {task: lock.task, source: null, lock: lock.id};
}

function lockReason(model: Model): string | undefined {
	const lock = lockShown(model);
	if (lock?.mode !== 'optimistic') return undefined;
	return 'an optimistic lock is not unlocked here: DM skips without asking, and a text arrived as 0';
}

function failingTarget(model: Model): ActTarget | string {
	const view = topView(model);
	if (view.type !== 'why') return `for a DDL that fails: ${keyOf(model, 'why')} shows why`;
	const source = view.source ?? onlyFailing(model, view.task);
	if (source === null)
		return `several sources: open the why page of one of them (${keyOf(model, 'open')}, then ${keyOf(model, 'why')})`;
	return {task: view.task, source, lock: null};
}

/** The only part of a task that fails; null where none does, or several. */
function onlyFailing(model: Model, task: string): string | null {
	const rows = model.tasks.get(task)?.task?.subtasks ?? [];
	const failing = rows.filter(row => row.stage === 'Paused' && (row.result?.errors.length ?? 0) > 0);
	const [first] = failing.length === 1 ? failing : rows.length === 1 ? rows : [];
	return first?.source ?? null;
}

/** The validators of a task on one source: its only one, or that of the page. */
function validatedTarget(model: Model): ActTarget | string {
	const view = topView(model);
	if (view.type !== 'validation') return 'there is no validation';
	const source = view.source ?? onlySource(model, view.task);
	if (source === null) return 'several sources: open the validation of one of them, from its page';
	return {task: view.task, source, lock: null};
}

function onlySource(model: Model, task: string): string | null {
	const [first, ...others] = model.tasks.get(task)?.task?.subtasks ?? [];
	return first === undefined || others.length > 0 ? null : first.source;
}

/** What the screen knows already; the gateway looks once more before it proposes anything. */
function validationReason(act: ValidationAct) {
	return (model: Model) => {
		const target = validatedTarget(model);
		if (typeof target === 'string') return target;
		const view = model.tasks.get(target.task ?? '')?.task;
		const row = view?.subtasks.find(({source}) => source === target.source);
		if (view == null || row === undefined) return undefined;
		const answered = row.presence.type === 'here';
		return validationWhyNot(act, {answered}, row, versionOf(model)) ?? undefined;
	};
}
