import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

/** The recorded answers of real clusters. */
export const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** The text of a fixture, such as `6.5.0/sync/running.json`. */
export function fixtureText(name: string): string {
	return readFileSync(path.join(fixtures, name), 'utf8');
}

/** The parsed JSON of a fixture. */
export function fixture(name: string): unknown {
	return JSON.parse(fixtureText(name));
}

export type Pair = {readonly name: string; readonly status: unknown; readonly dmctl: Dmctl};

/** What dmctl printed: its task list, or the raw answer when a source was false. */
export type Dmctl = {
	readonly tasks?: readonly {readonly taskName: string; readonly taskStatus: string}[];
	readonly sources?: readonly unknown[];
};

/** Every recorded status that has dmctl's `query-status` of the same moment. */
export function pairs(): readonly Pair[] {
	const names = readdirSync(fixtures, {recursive: true, encoding: 'utf8'}).filter(name =>
		/(^|\/)dmctl-[^/]*-query-status\.txt$/.test(name),
	);
	return names.sort().flatMap(name => {
		const status = name.replace(/dmctl-([^/]*)-query-status\.txt$/, '$1.json');
		if (!existsSync(path.join(fixtures, status))) return [];
		return [{name: status, status: fixture(status), dmctl: JSON.parse(fixtureText(name)) as Dmctl}];
	});
}
