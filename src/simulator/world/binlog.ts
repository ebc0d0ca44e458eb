/** MySQL begins another binlog file at this size. */
const fileBytes = 1_073_741_824;

/** An average transaction; only to make GTIDs grow with the binlog. */
const transactionBytes = 372;

type Place = {readonly serverId: number};

/** A position as DM writes it, `(mysql-bin.000001, 2306009)`. What was read from a relay log carries a suffix. */
export function positionText(written: number, from: 'upstream' | 'relay' = 'upstream'): string {
	const file = String(Math.floor(written / fileBytes) + 1).padStart(6, '0');
	const name = from === 'relay' ? 'mysql-bin|000001' : 'mysql-bin';
	return `(${name}.${file}, ${4 + Math.floor(written % fileBytes)})`;
}

/** A MariaDB GTID, as the recorded upstreams have them. */
export function gtidText(source: Place, written: number): string {
	return `0-${source.serverId}-${Math.floor(written / transactionBytes) + 1}`;
}

/** Where the next file begins: a restarted upstream goes on there. */
export function nextFile(written: number): number {
	return (Math.floor(written / fileBytes) + 1) * fileBytes;
}

/** The number of the file in which a position is. */
export function fileNumber(written: number): number {
	return Math.floor(written / fileBytes) + 1;
}
