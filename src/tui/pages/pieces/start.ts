import type {Cell} from '../../../words/columns.ts';
import {exactAge, timeOfDay} from '../../../words/format.ts';
import {symbols} from '../../../words/symbols.ts';
import type {Tone} from '../../../words/theme.ts';
import {wrap} from '../../../words/width.ts';
import {hasClusters} from '../../clusters/back.ts';
import {freshness, gatewayNow, wallTime} from '../../freshness.ts';
import {keyOf} from '../../keys/key-of.ts';
import {neverWrites} from '../../operate/writing.ts';
import type {Model} from '../../state.ts';
import {type Line, line} from '../../ui/line.ts';
import {quiet, strong} from '../../ui/rules.ts';
import {retryText} from '../cluster-words.ts';

/** Done is what a fact has shown; one step is awaited, or has failed; the others are to come. */
type Step = {readonly is: 'done' | 'awaited' | 'failed' | 'to come'; readonly text: string; readonly hint?: string};

/** What is shown before the first data: the steps to it, the one that is awaited, and why it fails. */
export function startLines(model: Model): readonly Line[] {
	const {columns, rows} = model.size;
	const steps = [gatewayStep(model), statusStep(model), configStep];
	const drawn = (shown: readonly Step[]) => shown.flatMap(step => stepLines(step, columns));
	// In little room the step that counts is all.
	if (rows < 12) return drawn(steps.filter(({is}) => is === 'awaited' || is === 'failed'));
	const title = line([' ', strong(model.program), '   live monitor and control for PingCAP DM'], columns);
	return [title, '', ...drawn(steps), '', line([' ', writingHint(model), ...keyHints(model)], columns)];
}

const looks = {
	done: {mark: symbols.marked, tone: 'good', isQuiet: false},
	awaited: {mark: '-', tone: 'careful', isQuiet: false},
	failed: {mark: 'X', tone: 'bad', isQuiet: false},
	'to come': {mark: '-', tone: 'quiet', isQuiet: true},
} as const satisfies Record<Step['is'], {readonly mark: string; readonly tone: Tone; readonly isQuiet: boolean}>;

function stepLines({is, text, hint = ''}: Step, columns: number): readonly Line[] {
	const {mark, tone, isQuiet} = looks[is];
	const room = Math.max(1, columns - 4);
	const told = wrap(text, room).map((part, index) => {
		const said = isQuiet ? quiet(part) : part;
		return line(index === 0 ? [' ', {text: mark, tone}, ' ', said] : ['   ', said], columns);
	});
	const hints = hint === '' ? [] : wrap(hint, room).map(part => line(['   ', quiet(part)], columns));
	return [...told, ...hints];
}

function gatewayStep(model: Model): Step {
	const {link, gatewayAt, hello, nowMs, startedAtMs} = model;
	const where = `gateway ${gatewayAt ?? ''}`.trimEnd();
	if (link.type === 'lost') {
		// Nearly each sentence of the link begins with the address that was tried, of which there may be several.
		const isNamed = (gatewayAt ?? '').split(',').some(address => address !== '' && link.message.startsWith(address));
		const text = isNamed ? `gateway ${link.message}` : `${where}: ${link.message}`;
		return {is: 'failed', text: `${text}. ${triedText(model)}`};
	}
	if (link.type === 'connecting' || hello === null) {
		return {is: 'awaited', text: `${where}: being connected (${exactAge(startedAtMs, nowMs)})`};
	}
	return {is: 'done', text: gatewayAt === 'inside' ? where : `${where}: ${hello.gateway}`};
}

function statusStep(model: Model): Step {
	const {link, heartbeat, overview} = model;
	const masters = overview?.cluster.masters ?? [];
	const whom = masters.length === 0 ? 'the dm-master' : masters.slice(0, 3).join(', ');
	if (link.type !== 'open') return {is: 'to come', text: `the first status of ${whom}`};
	const fresh = freshness(model);
	if (fresh.type === 'waiting' && fresh.message !== null) {
		return {is: 'failed', text: `the first status: ${fresh.message}. ${triedText(model)}`};
	}
	const asked = heartbeat?.asking ? `: asked ${exactAge(heartbeat.asking.sinceMs, gatewayNow(model))} ago` : '';
	return {
		is: 'awaited',
		text: `the first status of ${whom}${asked}`,
		...(asked !== '' && {hint: 'a worker that keeps silent holds it up to 30s'}),
	};
}

const configStep: Step = {is: 'to come', text: 'the configuration of each task'};

function triedText(model: Model): string {
	const fresh = freshness(model);
	if (fresh.type !== 'waiting') return '';
	const since = timeOfDay(wallTime(model, fresh.sinceMs));
	return `Tried since ${since}: ${retryText(fresh.retryAtMs, model.nowMs)}`;
}

/** Nothing where the gateway has not said yet what it allows. */
function writingHint(model: Model): string {
	if (model.hello === null && !model.readOnly) return '';
	if (neverWrites(model) !== undefined) return 'Read only. ';
	return model.writes === null
		? `Read only: ${keyOf(model, 'allow-writing')} allows writing for 10 minutes. `
		: `Writing is allowed: ${keyOf(model, 'pause')}, ${keyOf(model, 'resume')} and ${keyOf(model, 'stop')} ask before they do anything. `;
}

function keyHints(model: Model): readonly Cell[] {
	return [
		strong(keyOf(model, 'help')),
		' help   ',
		strong(keyOf(model, 'leave')),
		hasClusters(model) ? ' back to the clusters' : ' quit',
	];
}
