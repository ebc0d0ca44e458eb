import {tmpdir} from 'node:os';
import path from 'node:path';

/**
 * Where what lives as long as programs run is kept: a folder of this user's own, below XDG_RUNTIME_DIR where that is set,
 * else below the folder for temporary files. Null on a system that has no users by number.
 */
export function runtimeFolder(runtimeDir: string | null): string | null {
	if (runtimeDir !== null && path.isAbsolute(runtimeDir)) return path.join(runtimeDir, 'dmtop');
	const uid = process.getuid?.();
	return uid === undefined ? null : path.join(tmpdir(), `dmtop-${uid}`);
}
