import {syncs} from '../../../domain/mode.ts';
import {binlogFiles} from '../../../domain/position.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import {longBytes} from '../../../words/format.ts';
import type {Line} from '../../ui/line.ts';
import {labelLines} from '../pieces/blocks.ts';

/** What Sync has to read once dump and load are done, as far as it is known; nothing where no Sync follows. */
export function meanwhileLines(
	{writtenSinceDump: written}: SubtaskRow,
	{config}: TaskView,
	columns: number,
): readonly Line[] {
	if (written === null || syncs(config?.mode ?? null) !== true) return [];
	const amount = written.type === 'files' ? binlogFiles(written.files) : longBytes(written.bytes);
	return labelLines(
		'',
		`Since the dump the upstream has written ${amount}: Sync has that to catch up, and what comes until then.`,
		columns,
	);
}
