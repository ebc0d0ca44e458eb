import {placed} from '../../domain/cutover/checks.ts';
import {type Cutover, stateWords} from '../../domain/cutover/cutover.ts';
import type {CutoverPart, CutoverTask} from '../../domain/cutover/reading.ts';
import type {Person} from '../../wire/messages.ts';
import {duration, plural} from '../../words/format.ts';

/** What the document says beside what was seen. */
export type CutoverCircumstances = {
	readonly tasks: readonly string[];
	/** How it ended, in a sentence. */
	readonly verdict: string;
	readonly by: Person;
	/** This program and its version. */
	readonly program: string;
	readonly dmVersion: string;
	readonly masters: readonly string[];
	readonly everyMs: number;
	/** The newest that was told of each task. */
	readonly told: readonly CutoverTask[];
	/** What the clock on the wall is ahead of that of the readings. */
	readonly wallShiftMs: number;
};

/** The document of a cut-over for a change record, in Markdown; times are RFC 3339. */
export function cutoverReport(known: Cutover, its: CutoverCircumstances): string {
	const time = (ms: number | null) => (ms === null ? 'never' : new Date(ms + its.wallShiftMs).toISOString());
	const {terms, lines, changes, leftOut} = known;
	const seconds = (ms: number) => duration(ms / 1000);
	return [
		`# Cut-over of ${its.tasks.map(inline).join(', ')}`,
		'',
		`**${inline(its.verdict)}**`,
		'',
		`- Watched from ${time(known.beganAtMs)} to ${time(known.last?.atMs ?? null)}, by ${inline(personText(its.by))}`,
		`- All green first at ${time(known.firstGreenAtMs)}; now ${known.greenSinceMs === null ? 'not green' : `green since ${time(known.greenSinceMs)}`}`,
		`- Asked every ${seconds(its.everyMs)}: ${its.masters.map(inline).join(', ')} (DM ${inline(its.dmVersion)}), with ${inline(its.program)}`,
		`- The upstream had to stand still for ${seconds(terms.frozenMs)}, the checkpoint to be there at every poll of ${seconds(terms.stableMs)}`,
		...(known.anew === null
			? []
			: [`- The time began anew last at ${time(known.anew.atMs)}: ${inline(known.anew.why)}`]),
		'',
		'## What has to be green',
		'',
		...table(
			['line', 'state', 'since', 'evidence'],
			lines.map(({title, state, sinceMs, evidence}) => [title, stateWords[state], time(sinceMs), evidence]),
		),
		'',
		'## Where each source is',
		'',
		...table(
			[
				'task',
				'source',
				'worker',
				'stage',
				'upstream',
				'upstream GTID set',
				'checkpoint',
				'checkpoint GTID set',
				'relay',
				'validator',
			],
			its.told.flatMap(task => task.parts.map(part => [task.name, ...partCells(part)])),
		),
		'',
		'## What changed on the way',
		'',
		...(leftOut === 0 ? [] : [`The first ${plural(leftOut, 'change')} are left out.`, '']),
		...(changes.length === 0 ? ['Nothing was seen.'] : []),
		...changes.map(({firstAtMs, atMs, count, stepsBack, text}) => {
			const times = count === 1 ? '' : ` (${count} times, last at ${time(atMs)})`;
			return `- ${time(firstAtMs)} ${stepsBack ? '**the time begins anew** ' : ''}${inline(text)}${times}`;
		}),
		'',
	].join('\n');
}

function partCells(part: CutoverPart): readonly string[] {
	const {source, worker, stage, work, relay, validation, presence} = part;
	const sync = work?.type === 'Sync' ? work : null;
	return [
		source,
		worker ?? '?',
		presence.type === 'here'
			? `${stage ?? '?'} ${work?.type ?? ''}`.trim()
			: `${presence.type}; last seen ${stage ?? '?'}`,
		placed(sync?.upstream ?? null),
		sync?.upstreamGtid ?? '?',
		placed(sync?.checkpoint ?? null),
		sync?.checkpointGtid ?? '?',
		relay === null ? 'none' : `${relay.stage}, ${placed(relay.position)}`,
		validation === null ? 'none' : `${validation.stage}, ${placed(validation.position)}`,
	];
}

function personText({user, host, sshClient}: Person): string {
	const from = sshClient === null ? '' : ` from ${sshClient}`;
	return `${user ?? 'unknown user'}@${host ?? 'unknown host'}${from}`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
	const lineOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [lineOf(titles), lineOf(titles.map(() => '---')), ...rows.map(cells => lineOf(cells.map(inline)))];
}

/** A text that stays one line of a table, and is no markup. */
function inline(text: string): string {
	return text.replace(/\s+/g, ' ').replace(/[\\`*_|<>[\]#]/g, letter => `\\${letter}`);
}
