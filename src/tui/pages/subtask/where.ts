import type {Relay, Sync} from '../../../domain/cluster.ts';
import {isPast} from '../../../domain/position.ts';
import {isBehind} from '../../../domain/relay/relay.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import {age, gapText} from '../../../words/format.ts';
import {pad} from '../../../words/width.ts';
import {gatewayNow, lasting} from '../../freshness.ts';
import type {Model} from '../../state.ts';
import type {Line, PageLine} from '../../ui/line.ts';
import type {Table} from '../../ui/table.ts';
import {figure, labelLines, prose, widest} from '../pieces/blocks.ts';
import {gtidText, isLongGtid} from '../pieces/gtid.ts';
import {caughtUpDoubt, type Place} from '../pieces/relay-text.ts';

/** The positions of a Sync unit one under the other, and what lies between them. */
export function whereLines(work: Sync, row: SubtaskRow, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	return [
		...placeLines(syncPlaces(work, row), columns),
		...labelLines('gap', gapSentence(work, row, model), columns, 10),
		...relayNote(work, row, columns),
	];
}

/**
 * Positions one under the other, their GTID sets beside them, or below where there is no room. Long sets are left out:
 * they have their place behind the figures that change.
 */
export function placeLines(places: readonly Place[], columns: number): readonly PageLine[] {
	const table = placeTable(places, columns);
	if (table === null) {
		return places.flatMap(place => [
			...labelLines(place.label, [whereText(place), place.note].filter(text => text !== '').join('  '), columns, 10),
			...(place.gtid === null || hasLong(places) ? [] : labelLines('  GTID', place.gtid, columns, 10)),
		]);
	}
	if (gtidsFit(places, columns) || hasLong(places)) return [table];
	return [table, ...gtidLines(places, columns)];
}

/** The GTID sets of places of which one is long, folded; none where they stand with the positions. */
export function longGtidLines(places: readonly Place[], columns: number): readonly Line[] {
	return hasLong(places) ? gtidLines(places, columns) : [];
}

function gtidLines(places: readonly Place[], columns: number): readonly Line[] {
	return places.flatMap(({label, gtid}) =>
		gtid === null ? [] : labelLines(label, `GTID ${gtidText(gtid)}`, columns, 10),
	);
}

function hasLong(places: readonly Place[]): boolean {
	return places.some(({gtid}) => isLongGtid(gtid));
}

/** The positions as a table, with their GTID sets where those have room; null where not even the positions have. */
export function placeTable(places: readonly Place[], columns: number): Table | null {
	const heads = headColumns(places);
	if (widthOf(heads) > columns) return null;
	const beside = gtidsFit(places, columns) && !hasLong(places);
	const all = beside ? [...heads, gtidColumn(places)] : heads;
	return {
		// On a small screen a line is dear, and the places say what they are.
		heading: beside && columns >= columnsForHeading ? all.map(it => pad(it.title, it.width, it.align)) : null,
		rows: places.map((_, index) => all.map(it => pad(it.cells[index] ?? '', it.width, it.align))),
	};
}

type PlaceColumn = {
	readonly title: string;
	readonly cells: readonly string[];
	readonly width: number;
	readonly align: 'left' | 'right';
};

const columnsForHeading = 100;

function headColumns(places: readonly Place[]): readonly PlaceColumn[] {
	const labels = places.map(({label}) => ` ${label}`);
	const files = places.map(({position, unknown}) => position?.file ?? unknown);
	const offsets = places.map(({position}) => (position === null ? '' : figure(position.offset)));
	const notes = places.map(({note}) => (note === '' ? '' : ` ${note}`));
	const heads: readonly PlaceColumn[] = [
		{title: '', cells: labels, width: 10, align: 'left'},
		{title: 'FILE', cells: files, width: widest(files, 8, 80), align: 'left'},
		{title: 'POSITION', cells: offsets, width: widest(offsets, 8, 24), align: 'right'},
		{title: '', cells: notes, width: widest(notes, 0, 40), align: 'left'},
	];
	return heads.filter(({width}) => width > 0);
}

function gtidColumn(places: readonly Place[]): PlaceColumn {
	const cells = places.map(({gtid}) => ` ${gtid ?? '-'}`);
	return {title: ' GTID SET', cells, width: widest(cells, 9, Number.POSITIVE_INFINITY), align: 'left'};
}

function gtidsFit(places: readonly Place[], columns: number): boolean {
	return widthOf([...headColumns(places), gtidColumn(places)]) < columns;
}

function widthOf(columns: readonly PlaceColumn[]): number {
	return columns.reduce((sum, {width}) => sum + width + 1, -1);
}

function whereText({position, unknown}: Place): string {
	return position === null ? unknown : `${position.file}:${figure(position.offset)}`;
}

/** The positions of a Sync unit, upstream first. */
export function syncPlaces(work: Sync, row: SubtaskRow): readonly Place[] {
	const {relay} = row;
	const word = relay === null || relay.upstream === null ? '' : isBehind(relay) ? 'behind' : caughtUpNote(relay);
	const here = row.presence.type === 'here';
	return [
		{
			label: 'upstream',
			position: work.upstream,
			unknown: 'unknown',
			note: row.busySinceMs !== null ? 'worker busy' : work.upstream === null ? 'no answer' : here ? '' : 'then',
			gtid: work.upstreamGtid,
		},
		...(relay === null
			? []
			: [
					{
						label: 'relay',
						position: relay.position,
						unknown: 'unknown',
						note: relay.stage === 'Running' ? word : relay.stage,
						gtid: relay.gtid,
					},
				]),
		{label: 'synced', position: work.checkpoint, unknown: 'not told', note: '', gtid: work.checkpointGtid},
	];
}

function caughtUpNote({caughtUp}: Relay): string {
	return caughtUp === null ? '' : 'caught up';
}

/** How far behind it is, in bytes or files and as time, or why that cannot be said. */
function gapSentence(work: Sync, row: SubtaskRow, model: Model): string {
	if (row.presence.type !== 'here') return '? (no fresh answer)';
	if (row.busySinceMs !== null) return '? (its worker is busy and tells no positions)';
	if (work.upstream === null)
		return '? (the upstream does not tell its position: neither behind nor current is proven)';
	if (work.checkpoint === null) return '? (DM tells no checkpoint yet)';
	if (isPast(work.checkpoint, work.upstream)) {
		return '? (the checkpoint is past the upstream: another server, or a position that wrapped)';
	}
	if (row.gap === null) {
		return '? (the files do not compare: the upstream has begun its binlog anew, or is another server)';
	}
	const blocked =
		row.blockedSinceMs === null ? '' : `   a DDL lock has been blocking it${lasting(model, row.blockedSinceMs)}`;
	if (row.gap.type === 'bytes' && row.gap.bytes === 0) return `0 B: at the position of the upstream${blocked}`;
	const bounds = [
		row.gapSinceMs === null ? null : `at most ${age(row.gapSinceMs, gatewayNow(model))} of writes`,
		row.gap.type === 'files' ? 'the sizes of the files between are unknown' : null,
	].filter(text => text !== null);
	return `${gapText(row.gap)} (${bounds.length === 0 ? 'at most: other tables count too' : bounds.join('; ')})${blocked}`;
}

function relayNote(work: Sync, row: SubtaskRow, columns: number): readonly string[] {
	if (row.relay === null || work.binlogType === 'remote') return [];
	const errors = row.relay.result?.errors.length ?? 0;
	if (row.relay.stage === 'Running' && errors === 0) return caughtUpDoubt(row.relay, columns);
	return prose(
		`The relay is ${row.relay.stage}${errors > 0 ? ' with errors' : ''}: this subtask runs dry at the end of the relay log.`,
		columns,
	);
}
