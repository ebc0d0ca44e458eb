import {PassThrough, Writable} from 'node:stream';
import type {Options} from '../../src/commands/args/usage.ts';

/** The options of a command line that gave nothing. */
export const nothingGiven: Options = {
	masters: [],
	cluster: null,
	label: null,
	gateway: null,
	clusters: [],
	ageMs: null,
	theme: 'auto',
	keys: [],
	origin: false,
	workers: [],
	workerMetrics: true,
	runtimeDir: null,
	serviceDir: null,
	tls: {},
	state: null,
	noState: false,
	stateLimit: null,
	keepReadingsMs: null,
	everyMs: null,
	limits: {},
	scenario: null,
	seed: null,
	dm: null,
	troubles: [],
	listen: null,
	group: null,
	owner: null,
	doorTls: {},
	insecureNetwork: false,
	tokens: null,
	tokenFile: null,
	role: null,
	replay: null,
	speed: null,
	json: false,
	list: false,
	watchMs: null,
	ascii: false,
	plain: false,
	mouse: false,
	notify: null,
	goto: null,
	at: null,
	write: false,
	readOnly: false,
	allowOperate: false,
	auditSyslog: false,
	viewersAtMost: null,
	sources: [],
	yes: false,
	dryRun: false,
	checkOnly: false,
	since: null,
	task: null,
	verify: false,
	markdown: false,
	waitFor: null,
	stableMs: null,
	timeoutMs: null,
	frozenMs: null,
	report: null,
	stay: false,
	tasks: [],
	anonymous: false,
	sizeLimit: null,
	man: false,
	argument: null,
};

export type Heard = {readonly stream: Writable; readonly text: () => string; until(text: string): Promise<void>};

/** A stream that remembers what was written to it. */
export function listener(): Heard {
	let heard = '';
	let told = () => {};
	const stream = new Writable({
		write(chunk, _, done) {
			heard += chunk;
			told();
			done();
		},
	});
	return {
		stream,
		text: () => heard,
		until: text =>
			new Promise(resolve => {
				told = () => {
					if (heard.includes(text)) resolve();
				};
				told();
			}),
	};
}

/** Somebody at the keyboard. */
export function keyboard(): PassThrough {
	return new PassThrough();
}
