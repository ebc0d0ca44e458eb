/** Why a question to a dm-master failed. */
export type DmErrorKind =
	/** Nobody listens there. */
	| 'refused'
	/** The host is not known or not reachable. */
	| 'unreachable'
	/** No connection, or no answer, in time. */
	| 'timeout'
	/** The caller's signal. */
	| 'canceled'
	/** The connection was closed before an answer. */
	| 'reset'
	/** TLS could not be agreed upon. */
	| 'tls'
	/** An HTTP status other than 200. */
	| 'http'
	/** The master is no leader and cannot reach it. */
	| 'not-leader'
	/** A web page. */
	| 'html'
	| 'not-json'
	/** The answer broke off. */
	| 'truncated'
	| 'too-large'
	/** DM has no such method. */
	| 'no-method'
	/** Another error of gRPC. */
	| 'grpc'
	/** DM itself said `result: false`. */
	| 'result-false'
	/** The answer of another program. */
	| 'unexpected'
	/** The question makes no sense and was not sent. */
	| 'usage';

/** One master that was asked, and what came back. */
export type Try = {
	/** As `host:port`. */
	readonly master: string;
	readonly kind: DmErrorKind;
	/** What came back, in a few clean words. */
	readonly problem: string;
	/** The request may have reached the master: what it did is unknown. */
	readonly sent: boolean;
	/** Null where there was no HTTP answer. */
	readonly httpStatus: number | null;
	/** How many times as long as it may be an answer is that is too large; null where nobody says. */
	readonly timesTooLarge?: number | null;
};

/** A question to the dm-masters that failed. Its message is one clean sentence: what was asked of whom, what came back. */
export class DmError extends Error {
	override readonly name = 'DmError';
	/** That of the last try. */
	readonly kind: DmErrorKind;
	/** `master` is the last one asked; null where nothing was sent. */
	readonly request: {readonly method: string; readonly path: string; readonly master: string | null};
	/** Every master that was asked, in order. */
	readonly tries: readonly Try[];
	/** The request may have reached a master: for an operation, its outcome is unknown. */
	readonly sent: boolean;
	/** That of the last try; null where there was no HTTP answer. */
	readonly httpStatus: number | null;

	constructor(
		method: string,
		path: string,
		tries: readonly [Try, ...Try[]] | {kind: 'usage' | 'canceled'; problem: string},
	) {
		super(sentence(method, path, tries));
		const last = 'kind' in tries ? null : (tries.at(-1) ?? tries[0]);
		this.kind = 'kind' in tries ? tries.kind : (last ?? tries[0]).kind;
		this.request = {method, path, master: last?.master ?? null};
		this.tries = 'kind' in tries ? [] : tries;
		this.sent = this.tries.some(one => one.sent);
		this.httpStatus = last?.httpStatus ?? null;
	}
}

/** An answer that cannot be used; its message is one clean sentence. The client adds what was asked of whom. */
export class AnswerError extends Error {
	override readonly name = 'AnswerError';
	readonly kind: DmErrorKind;
	readonly httpStatus: number | null;
	/** As in a try. */
	readonly timesTooLarge: number | null;

	constructor(
		kind: DmErrorKind,
		message: string,
		httpStatus: number | null = 200,
		timesTooLarge: number | null = null,
	) {
		super(message);
		this.kind = kind;
		this.httpStatus = httpStatus;
		this.timesTooLarge = timesTooLarge;
	}
}

/** An exchange over HTTP that brought no whole answer. */
export class ExchangeError extends Error {
	override readonly name = 'ExchangeError';
	readonly kind: DmErrorKind;
	/** The connection stood, so the request may have arrived. */
	readonly sent: boolean;
	/** It was tried on a connection kept from before, which the other side had closed meanwhile. */
	readonly stale: boolean;

	constructor(kind: DmErrorKind, message: string, {sent, stale = false}: {sent: boolean; stale?: boolean}) {
		super(message);
		this.kind = kind;
		this.sent = sent;
		this.stale = stale;
	}
}

function sentence(method: string, path: string, tries: readonly [Try, ...Try[]] | {problem: string}): string {
	if ('problem' in tries) return `${method} ${path}: ${tries.problem}`;
	if (tries.length === 1) return `${method} ${path} of ${tries[0].master}: ${tries[0].problem}`;
	return `${method} ${path}: ${tries.map(({master, problem}) => `${master}: ${problem}`).join('; ')}`;
}
