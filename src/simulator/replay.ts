import {isList, isObject, type Json, member, pretty} from './answers/json.ts';
import {texts} from './answers/texts.ts';
import {versionText} from './answers/version.ts';
import {type Listen, listenTo, type Reply} from './listener.ts';
import {decodeName, type HttpAnswer, type HttpRequest, unknownRoute} from './routes.ts';
import {momentAt, readTimeline, type Timeline} from './timeline.ts';
import type {DmVersion} from './world/model.ts';
import {isSince} from './world/since.ts';

export type ReplayOptions = {
	readonly listen: Listen;
	/** A recorded timeline, one JSON object a line. */
	readonly file: string;
	/** How many times faster than it happened; 1 by default. */
	readonly speed?: number;
	/** A clock in milliseconds; the recording begins when the server starts. */
	readonly now: () => number;
};

export type Replay = {
	readonly url: string;
	/** When the last line of the recording was written. From then on the answers stay the same. */
	readonly lastMs: number;
	readonly control: {
		/** Goes to that moment of the recording. */
		readonly seek: (atMs: number) => void;
		readonly down: () => Promise<void>;
		readonly up: () => Promise<void>;
	};
	readonly close: () => Promise<void>;
};

/** Serves a recorded timeline as a dm-master that cannot be operated. Throws TimelineError for a file that is none. */
export async function startReplay({listen, file, speed = 1, now}: ReplayOptions): Promise<Replay> {
	const timeline = await readTimeline(file);
	let startedMs = now();
	const reply = (request: HttpRequest) => answerAt(timeline, (now() - startedMs) * speed, request);
	const listener = await listenTo(listen, reply, () => Promise.resolve());
	return {
		url: listener.url,
		lastMs: timeline.moments.at(-1)?.atMs ?? 0,
		close: listener.down,
		control: {
			seek: atMs => {
				startedMs = now() - atMs / speed;
			},
			down: listener.down,
			up: listener.up,
		},
	};
}

/** What the recorded master answers to a request at that moment. Of other questions than that for the status some may be recorded. */
function answerAt(timeline: Timeline, atMs: number, request: HttpRequest): Reply {
	const {dm} = timeline;
	const url = new URL(request.url, 'http://master');
	const aside = timeline.asides.get(
		[request.method, request.url, ...(request.body === '' ? [] : [request.body])].join(' '),
	);
	const known = aside === undefined ? null : momentAt(aside, atMs);
	if (known?.type === 'error') return 'drop';
	if (known !== null) {
		const isText = typeof known.body === 'string';
		return {
			status: known.status,
			contentType: isText ? 'text/plain' : 'application/json',
			body: isText ? String(known.body) : written(dm, known.body),
		};
	}
	if (request.method === 'PUT') return notImplemented('a recording cannot be operated');
	if (request.method === 'GET' && url.pathname === '/status') {
		return {status: 200, contentType: 'text/plain', body: isSince('6.5', dm) ? versionText(dm) : versionText(dm, null)};
	}
	if (/^\/apis\/v1alpha1\/(members$|tasks\/)/.test(url.pathname)) return notImplemented('Not Implemented');
	const name = /^\/apis\/v1alpha1\/status\/(.*)$/.exec(url.pathname)?.[1];
	if (request.method !== 'GET' || name === undefined) return unknownRoute(dm);
	const moment = momentAt(timeline.moments, atMs);
	if (moment.type === 'error') return 'drop';
	const only = url.searchParams.getAll(dm === '1.0' ? 'workers' : 'sources');
	const body = filtered(dm, moment.body, decodeName(name), only);
	return {status: moment.status, contentType: 'application/json', body: written(dm, body)};
}

function notImplemented(message: string): HttpAnswer {
	return {status: 501, contentType: 'application/json', body: pretty({code: 12, message, details: []})};
}

function written(dm: DmVersion, body: Json): string {
	if (typeof body === 'string') return body;
	return dm === '1.0' ? JSON.stringify(body) : pretty(body);
}

/** The part of an answer that was asked for: one task's subtasks, some sources or workers. */
function filtered(dm: DmVersion, body: Json, task: string, only: readonly string[]): Json {
	const list = dm === '1.0' ? 'workers' : 'sources';
	const entries = listOf(member(body, list));
	if (entries === null || !isObject(body) || (task === '' && only.length === 0)) return body;
	const asked = entries.filter(entry => only.length === 0 || only.includes(String(addressee(dm, entry))));
	if (task === '') return {...body, [list]: asked};
	const withTask = asked.flatMap(entry => {
		const subtasks = (listOf(member(entry, 'subTaskStatus')) ?? []).filter(subtask => member(subtask, 'name') === task);
		return subtasks.length === 0 || !isObject(entry) ? [] : [{...entry, subTaskStatus: subtasks}];
	});
	if (withTask.length > 0) return {...body, [list]: withTask};
	const msg = texts.unknownTask(dm, task);
	return dm === '1.0' ? {msg} : {result: false, msg, sources: []};
}

function addressee(dm: DmVersion, entry: Json): Json | undefined {
	return dm === '1.0' ? member(entry, 'worker') : member(member(entry, 'sourceStatus'), 'source');
}

function listOf(value: Json | undefined): readonly Json[] | null {
	return isList(value) ? value : null;
}
