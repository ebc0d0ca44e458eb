import {appendFileSync, mkdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

/** The fingerprints of the certificates of gateways, as they were when each was seen first; ssh calls the like `known_hosts`. */
export type KnownGateways = {
	/** Where they are kept. */
	readonly file: string;
	/** The fingerprint of the gateway of that address, such as `gw.example:8271`; null where it was never seen. Throws where that cannot be read. */
	readonly find: (address: string) => string | null;
	/** Throws where it cannot be written. */
	readonly add: (address: string, fingerprint: string) => void;
};

/** The file of known gateways, one a line: the address and the SHA-256 fingerprint. It is read anew each time. */
export function knownGatewaysAt(file: string): KnownGateways {
	return {
		file,
		find(address) {
			const lines = readText(file).split('\n');
			const found = lines.map(line => line.trim().split(/\s+/)).find(([known]) => known === address);
			return found?.[1] ?? null;
		},
		add(address, fingerprint) {
			mkdirSync(path.dirname(file), {recursive: true, mode: 0o700});
			const before = readText(file);
			const begin = before === '' || before.endsWith('\n') ? '' : '\n';
			appendFileSync(file, `${begin}${address} ${fingerprint}\n`, {mode: 0o600});
		},
	};
}

/** What cannot be read must not look as if nobody was known. */
function readText(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
		throw error;
	}
}
