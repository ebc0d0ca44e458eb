import {tmpdir} from 'node:os';
import path from 'node:path';

/**
 * Where what lives as long as programs run is kept: a folder of a user's own, below XDG_RUNTIME_DIR where that is set, else
 * below the folder for temporary files. Null on a system that has no users by number.
 */
export function runtimeFolder(
	runtimeDir: string | null,
	uid: number | null = process.getuid?.() ?? null,
): string | null {
	if (runtimeDir !== null && path.isAbsolute(runtimeDir)) return path.join(runtimeDir, 'dmtop');
	return uid === null ? null : path.join(tmpdir(), `dmtop-${uid}`);
}

/** The same where others may come to: nobody else can enter the folder of XDG_RUNTIME_DIR. */
export function sharedFolder(uid: number | null): string | null {
	return uid === null ? null : path.join(tmpdir(), `dmtop-${uid}-shared`);
}
