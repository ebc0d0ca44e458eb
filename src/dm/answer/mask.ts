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

/** An answer in which no secret is: neither under a name that says so, nor in a configuration, a statement or an address. */
export function maskAnswer(value: unknown): unknown {
	if (typeof value === 'string') return maskText(value);
	if (Array.isArray(value)) return value.map(maskAnswer);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, held]) => [name, isSecretName.test(name) ? hidden(held) : maskAnswer(held)]),
	);
}

/** A text in which no secret is, as far as its form tells. */
export function maskText(text: string): string {
	const masked = text.includes('\n') ? maskSecrets(text) : text;
	return told.reduce((kept, pattern) => kept.replace(pattern, '$1******$2'), masked);
}

/** A name that says that its value is secret. */
export const isSecretName = new RegExp(words, 'i');

/**
 * A text of DM about a file, in which none of the file's secrets stands, nor what its reader quotes. One of few characters
 * is taken out only where it is a word: what it is part of by chance would give it away.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	const unquoted = maskText(text).replace(/(!!\w+) `[^`]*`/g, '$1');
	return [...secrets]
		.sort((a, b) => b.length - a.length)
		.reduce((kept, secret) => {
			const pattern = secret.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
			return kept.replace(
				secret.length < 4 ? new RegExp(`(?<!\\w)${pattern}(?!\\w)`, 'g') : new RegExp(pattern, 'g'),
				'******',
			);
		}, unquoted);
}

/** Of what is hidden there is still to see that there was something. */
function hidden(value: unknown): unknown {
	return value === null || value === '' ? value : '******';
}

/** How texts give a secret away: before it, and behind it. */
const told: readonly RegExp[] = [
	// An account in an address: user:secret@tcp(host:3306), mysql://user:secret@host.
	/([\w.%-]+:)[^\s:@/'"`]+(@(?:tcp|unix)?[([\w])/g,
	// A statement: IDENTIFIED BY 'secret', PASSWORD('secret'), PASSWORD = 'secret'.
	/\b((?:identified\s+(?:with\s+\S+\s+)?(?:by|as)(?:\s+password)?\s*|password\s*[=(]\s*|password\s+)['"])(?:[^'"\\]|\\.|'')*(['"])/gi,
	// A setting: password=secret, token: secret, Authorization: Bearer secret.
	/\b((?:password|passwd|pwd|secret|token|apikey|api_key|access_key)["']?\s*[=:]\s*)(?!['"*\s])[^\s,;&)}\]]+()/gi,
	/\b((?:password|passwd|pwd|secret|token)["']?\s*[=:]\s*["'])(?:[^"'\\]|\\.)+(["'])/gi,
	/\b(bearer\s+)[\w.~+/=-]+()/gi,
	// A key as a file holds it.
	/(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(-----END|$)/g,
];
