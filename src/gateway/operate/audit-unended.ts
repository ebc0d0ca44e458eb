import fs from 'node:fs';

/** The line of a request that was about to be sent, with who wrote it. */
export type Sending = {
	readonly at: string;
	readonly id: string;
	readonly gatewayHost: string | null;
	readonly gatewayPid: number;
};

/**
 * The requests in these files, the older file first, that have no line of their end, and whose writer `isOver`. Lines that
 * cannot be read are passed over. Throws where a file that is there cannot be read.
 */
export function unended(files: readonly string[], isOver: (sent: Sending) => boolean): readonly Sending[] {
	const open = new Map<string, string>();
	for (const file of files) {
		// What is no plain file, such as a device that somebody has put there, may never end.
		if (fs.statSync(file, {throwIfNoEntry: false})?.isFile() !== true) continue;
		for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
			const [, id] = /"id":"([^"\\]{1,100})"/.exec(line) ?? [];
			if (id === undefined) continue;
			if (line.includes('"outcome":"sending"')) open.set(id, line);
			else open.delete(id);
		}
	}
	return [...open.values()].flatMap(line => {
		const sent = sendingOf(line);
		return sent !== null && isOver(sent) ? [sent] : [];
	});
}

function sendingOf(line: string): Sending | null {
	let entry: unknown;
	try {
		entry = JSON.parse(line);
	} catch {
		return null;
	}
	if (typeof entry !== 'object' || entry === null) return null;
	const {at, id, gatewayHost, gatewayPid} = entry as Readonly<Record<string, unknown>>;
	if (typeof at !== 'string' || typeof id !== 'string') return null;
	return {
		...entry,
		at,
		id,
		gatewayHost: typeof gatewayHost === 'string' ? gatewayHost : null,
		gatewayPid: typeof gatewayPid === 'number' ? gatewayPid : 0,
	};
}
