import type {ShardingGroup, Sync} from '../../../domain/cluster.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import {placeText, plural} from '../../../words/format.ts';
import {factLines, firstOf, labelled, prose} from '../pieces/blocks.ts';
import {gtidText} from '../pieces/gtid.ts';

/** What shard DDLs a Sync unit waits for: blocking DDLs, groups, lock, owner and conflict. */
export function groupLines(work: Sync, row: SubtaskRow, columns: number): readonly string[] {
	const {shown, more} = firstOf(work.groups, mostGroups);
	return [
		...factLines(
			[
				`blocking DDLs: ${work.blockingDdls.length === 0 ? 'none' : work.blockingDdls.length}`,
				`unresolved groups: ${work.groups.length}`,
				`DDL lock ID: ${row.lockId ?? 'none'}`,
				work.blockDdlOwner === null ? null : `block owner: ${work.blockDdlOwner}`,
			],
			columns,
		),
		...work.blockingDdls.slice(0, mostGroups).flatMap(ddl => prose(`waits with: ${ddl}`, columns)),
		...(work.conflictMessage === null ? [] : labelled('conflict', work.conflictMessage, columns)),
		...shown.flatMap(group => oneGroup(group, columns)),
		...(more > 0 ? prose(`... ${plural(more, 'group')} more (raw JSON has all)`, columns) : []),
	];
}

const mostGroups = 50;

function oneGroup(group: ShardingGroup, columns: number): readonly string[] {
	const target = group.target === '' ? 'a table that DM does not name' : group.target;
	if (!group.received) return prose(`group ${target}: this source has not met any shard DDL of it`, columns);
	return [
		...prose(
			`group ${target}: ${group.synced.length} of ${group.synced.length + group.unsynced.length} tables have met the DDL`,
			columns,
		),
		...labelled('  DDL', group.ddls.length === 0 ? '-' : group.ddls.join('; '), columns),
		...labelled('  first', `${placeText(group.first)}   GTID ${gtidText(group.firstGtid)}`, columns),
		...labelled('  synced', names(group.synced), columns),
		...labelled('  unsynced', names(group.unsynced), columns),
	];
}

/** Tables by name; of very many the first ones and how many more. */
export function names(tables: readonly string[]): string {
	const {shown, more} = firstOf(tables, 40);
	return tables.length === 0 ? '-' : `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
