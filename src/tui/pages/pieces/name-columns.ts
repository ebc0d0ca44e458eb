import {type Column, telling} from '../../../words/columns.ts';
import {widest} from './blocks.ts';

/** The column of a bounded table that names each row's source. */
export function sourceColumn<Row extends {readonly source: string}>(rows: readonly Row[]): Column<Row, null> {
	const sources = rows.map(({source}) => source);
	return {
		title: 'SOURCE',
		width: widest(sources, 8, 18),
		most: widest(sources, 10, 32),
		align: 'left',
		keeps: telling(sources),
		cell: ({source}) => source,
	};
}

/** The column of a bounded table that names each row's worker; `leaves` as in `Column`. */
export function workerColumn<Row extends {readonly worker: string | null}>(
	rows: readonly Row[],
	leaves: number,
): Column<Row, null> {
	const workers = rows.map(({worker}) => worker ?? '-');
	return {
		title: 'WORKER',
		width: widest(workers, 7, 10),
		most: widest(workers, 7, 21),
		align: 'left',
		keeps: telling(workers),
		leaves,
		cell: ({worker}) => worker ?? '-',
	};
}
