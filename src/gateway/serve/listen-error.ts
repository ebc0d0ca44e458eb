/** The gateway cannot listen where it was told to; the message is a sentence for a person. */
export class ListenError extends Error {
	override readonly name = 'ListenError';
	/** Such as `127.0.0.1:8271` or `unix:/run/dmtop/gateway.sock`. */
	readonly where: string;

	constructor(where: string, cause: {readonly code?: string; readonly message?: string}) {
		super(`cannot listen on ${where}: ${sentenceOf(cause)}`, {cause});
		this.where = where;
	}
}

function sentenceOf({code, message}: {readonly code?: string; readonly message?: string}): string {
	return (code === undefined ? undefined : sentences[code]) ?? message ?? 'no reason given';
}

const sentences: Readonly<Record<string, string>> = {
	EADDRINUSE: 'another program listens there',
	EACCES: 'this user may not listen there',
	EPERM: 'this user may not do that there',
	EROFS: 'nothing can be written there',
	EADDRNOTAVAIL: 'this machine has no such address',
	ENOTFOUND: 'there is no such host',
};
