import {cleanText} from '../../domain/text.ts';
import {SetupError} from './setup-error.ts';

/** Where a dm-master listens. */
export type Address = {
	readonly secure: boolean;
	/** Without the brackets of an IPv6 address. */
	readonly host: string;
	readonly port: number;
	/** As `host:port`, for people. */
	readonly shown: string;
};

/**
 * Reads `host:port`, `host` (port 8261), `http://…` or `https://…`; without a scheme, `secure` decides.
 * Throws a SetupError where the text is something else.
 */
export function parseAddress(text: string, secure: boolean): Address {
	const shown = cleanText(text, {limit: 120});
	const url = URL.canParse(withScheme(text)) ? new URL(withScheme(text)) : null;
	const isAddress =
		url !== null &&
		/^https?:$/.test(url.protocol) &&
		url.hostname !== '' &&
		/^\/?$/.test(url.pathname) &&
		url.username + url.password + url.search + url.hash === '';
	if (!isAddress) throw new SetupError(`received "${shown}" as a master, expected HOST:PORT such as 127.0.0.1:8261`);
	const explicit = /^https?:\/\//i.test(text);
	if (explicit && url.protocol === 'http:' && secure) {
		throw new SetupError(`received "${shown}" together with TLS files, expected https:// or no scheme`);
	}
	// A URL leaves out the port that is its scheme's own; for a master only a written one counts.
	const written = /:(\d+)\/?$/.exec(text)?.[1];
	const port = Number(written ?? defaultPort);
	return {
		secure: explicit ? url.protocol === 'https:' : secure,
		host: url.hostname.replace(/^\[|\]$/g, ''),
		port,
		shown: `${url.hostname}:${port}`,
	};
}

const defaultPort = 8261;

function withScheme(text: string): string {
	return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
}
