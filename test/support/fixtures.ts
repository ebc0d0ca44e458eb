import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

const root = new URL('../../fixtures/', import.meta.url).pathname;

/** The text of a recorded answer, such as `6.5.0/error/sync-table-missing.json`. */
export function fixture(path: string): string {
	return readFileSync(join(root, path), 'utf8');
}

/** The JSON of a recorded answer. */
export function fixtureJson(path: string): unknown {
	return JSON.parse(fixture(path));
}

/** One recorded exchange: what was asked, and the file that holds what came back. */
export type Recorded = {
	readonly file: string;
	readonly method: string;
	readonly path: string;
	readonly httpStatus: number;
};

/** Every recorded exchange with its request. */
export function recordedExchanges(): readonly Recorded[] {
	return readdirSync(root, {recursive: true, encoding: 'utf8'})
		.filter(path => path.endsWith('index.jsonl'))
		.sort()
		.flatMap(path =>
			fixture(path)
				.split('\n')
				.filter(row => row.includes('"method"'))
				.map(row => JSON.parse(row) as Recorded)
				.map(recorded => ({...recorded, file: join(path, '..', recorded.file)})),
		);
}
