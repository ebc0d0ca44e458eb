import type {DmVersion} from './model.ts';

/** Every version that can be simulated, the oldest first. */
export const dmVersions = ['1.0', '2.0', '6.5', '8.5', '26.3'] as const satisfies readonly DmVersion[];

/** True for that version and every later one. */
export function isSince(first: DmVersion, dm: DmVersion): boolean {
	return dmVersions.indexOf(dm) >= dmVersions.indexOf(first);
}
