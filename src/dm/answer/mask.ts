/**
 * A YAML text in which the values of secrets are `'******'`, whether or not DM has masked them already. A value may go
 * on over more deeply indented lines or list items; they go too.
 */
export function maskSecrets(yaml: string): string {
	const kept: string[] = [];
	let secretIndent: number | null = null;
	for (const row of yaml.split('\n')) {
		if (secretIndent === null && !mayHoldSecret.test(row)) {
			kept.push(row);
			continue;
		}
		const indent = row.search(/\S/);
		const continues =
			secretIndent !== null && (indent > secretIndent || (indent === secretIndent && /^ *-( |$)/.test(row)));
		if (continues) continue;
		const [, start] = blockSecret.exec(row) ?? [];
		secretIndent = start === undefined ? null : start.search(/[^\s-]/);
		kept.push(start === undefined ? row.replace(flowSecret, `$1${mask}`) : `${start}${mask}`);
	}
	return kept.join('\n');
}

const mask = " '******'";
const words = 'password|passwd|secret|token|ssl-key-bytes|ssl-key-base64';
/** Most rows hold none, which this tells quickly. */
const mayHoldSecret = new RegExp(words, 'i');
const secret = `["']?[\\w-]*(?:${words})["']?\\s*:`;
const blockSecret = new RegExp(`^(\\s*(?:- +)*${secret})(?:\\s|$)`, 'i');
const flowSecret = new RegExp(`([{,]\\s*${secret})(?:\\s*"(?:[^"\\\\]|\\\\.)*"|\\s*'(?:[^']|'')*'|[^,}]*)`, 'gi');
