/** The gateway cannot listen where it was told to; the message is a sentence for a person. */
export class ListenError extends Error {
	override readonly name = 'ListenError';
	readonly host: string;
	readonly port: number;

	constructor(host: string, port: number, cause: {readonly code?: string; readonly message?: string}) {
		super(`cannot listen on ${host}:${port}: ${sentenceOf(cause)}`, {cause});
		this.host = host;
		this.port = port;
	}
}

function sentenceOf({code, message}: {readonly code?: string; readonly message?: string}): string {
	return (code === undefined ? undefined : sentences[code]) ?? message ?? 'no reason given';
}

const sentences: Readonly<Record<string, string>> = {
	'not-loopback': 'a gateway listens on loopback only (127.0.0.1, ::1 or localhost) until it has TLS and tokens',
	EADDRINUSE: 'another program listens there',
	EACCES: 'this user may not listen there',
	EADDRNOTAVAIL: 'this machine has no such address',
};
