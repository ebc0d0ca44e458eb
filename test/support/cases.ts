import {existsSync, readdirSync, readFileSync} from 'node:fs';
import http, {type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import {translateConfig} from '../../src/dm/answer/config.ts';
import {translateSources} from '../../src/dm/answer/sources.ts';
import {translateStatus} from '../../src/dm/answer/translate.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import {fixtures} from './recordings.ts';

/** A reported situation of fixtures/cases, as a dm-master would answer in it. */
export type Case = {
	readonly version: string;
	/** What `GET /status/` answers, poll by poll; the last one stays, unless the case loops. */
	readonly answerAt: (poll: number) => unknown;
	/** How many polls it takes to see each of its answers. */
	readonly polls: number;
	/** The configuration of a task in YAML; null where DM knows no such task. */
	readonly configOf: (task: string) => string | null;
	readonly tasks: readonly string[];
	/** The answer of `GET /members`. */
	readonly members: unknown;
	/** What `PUT /sources` shows; null where the case has no such answer. */
	readonly sources: unknown;
};

/** Reads a case by the name of its folder, such as `checkpoint-ahead` or `real/ghost-source`. */
export function caseOf(name: string): Case {
	const folder = path.join(fixtures, 'cases', name);
	const has = (file: string) => existsSync(path.join(folder, file));
	const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
	const numbered = readdirSync(folder)
		.filter(file => /^step-\d+\.json$/.test(file))
		.sort((a, b) => Number.parseInt(a.slice(5), 10) - Number.parseInt(b.slice(5), 10));
	const answers = (has('status.json') ? ['status.json'] : numbered).map(file => JSON.parse(read(file)) as unknown);
	const hold = has('hold') ? Number(read('hold')) : 1;
	const loops = has('loop');
	return {
		version: has('version') ? read('version').trim() : 'v6.5.0',
		answerAt(poll) {
			const step = Math.floor(poll / hold);
			return answers[loops ? step % answers.length : Math.min(step, answers.length - 1)];
		},
		polls: answers.length * hold,
		configOf(task) {
			const file = `config-${task.replace(/[^\w-]/g, '_')}.yaml`;
			return has(file) ? read(file) : null;
		},
		tasks: [...new Set(answers.flatMap(tasksIn))],
		members: has('members.json') ? JSON.parse(read('members.json')) : aloneMaster,
		sources: has('sources-op4-show.json') ? JSON.parse(read('sources-op4-show.json')) : null,
	};
}

/** When the first poll of a case is, in ms since 1970. */
export const caseStartMs = Date.UTC(2026, 10, 27, 14, 0, 0);

/** The gateway's memory after the polls of a case, `everyMs` apart, with each task's configuration. */
export function caseMemory(
	name: string,
	{everyMs = 3000, polls = 0, known = emptyMemory(['m:8261'], everyMs)} = {},
): Memory {
	const {version, answerAt, configOf, tasks, ...it} = caseOf(name);
	let memory = withSources(known, it.sources);
	for (let poll = 0; poll < (polls || it.polls); poll++) {
		const atMs = caseStartMs + poll * everyMs;
		const cluster = translateStatus(answerAt(poll));
		memory = remember(memory, {type: 'status', ok: true, atMs, tookMs: 12, master: 'm:8261', version, cluster});
		for (const task of poll === 0 ? tasks : []) {
			const yaml = configOf(task);
			if (yaml === null) continue;
			const config = translateConfig({result: true, msg: '', cfg: yaml}, task);
			memory = remember(memory, {type: 'config', ok: true, atMs, task, config});
		}
	}
	return memory;
}

function withSources(memory: Memory, body: unknown): Memory {
	if (body === null) return memory;
	return remember(memory, {type: 'sources', ok: true, atMs: caseStartMs, sources: translateSources(body)});
}

export type CaseMaster = {
	/** As `host:port`. */
	readonly address: string;
	/** Method and path of every request so far. */
	readonly requests: readonly string[];
	close(): Promise<void>;
};

/** Answers a request itself and says so; what it leaves is answered from the case. `poll` counts requests for the whole status. */
export type CaseRule = (request: IncomingMessage, response: ServerResponse, poll: number) => boolean;

/** Plays a case over HTTP, on a free port. Each request for the whole status is one poll further. */
export async function startCaseMaster(name: string, rule: CaseRule = () => false): Promise<CaseMaster> {
	const it = caseOf(name);
	const requests: string[] = [];
	let poll = 0;
	const server = http.createServer((request, response) => {
		const {method = '', url = ''} = request;
		requests.push(`${method} ${url}`);
		request.resume();
		request.on('end', () => {
			const {pathname, searchParams} = new URL(url, 'http://master');
			const whole = pathname === '/apis/v1alpha1/status/' && searchParams.size === 0;
			const at = poll;
			if (whole) poll++;
			if (rule(request, response, at)) return;
			const say = (status: number, body: unknown) => {
				const text = typeof body === 'string' ? body : JSON.stringify(body);
				response.writeHead(status, {'content-type': typeof body === 'string' ? 'text/plain' : 'application/json'});
				response.end(text);
			};
			const now = it.answerAt(whole ? at : Math.max(0, at - 1));
			if (pathname === '/status') return say(200, `Release Version: ${it.version}\nGit Commit Hash: None\n`);
			if (pathname === '/apis/v1alpha1/members') return say(200, it.members);
			if (pathname === '/apis/v1alpha1/sources' && it.sources !== null) return say(200, it.sources);
			const [, route, asked] = /^\/apis\/v1alpha1\/(status|tasks)\/(.*)$/.exec(pathname) ?? [];
			const task = decodeURIComponent(asked ?? '').replace(/:$/, '');
			if (route === 'status') {
				const wanted = [...searchParams.getAll('sources'), ...searchParams.getAll('workers')];
				return say(200, task === '' ? only(now, wanted) : ofTask(now, task));
			}
			if (route === 'tasks' && method === 'GET' && searchParams.get('type') === '1') {
				const cfg = it.configOf(task);
				return say(200, cfg === null ? {result: false, msg: 'task not found', cfg: ''} : {result: true, msg: '', cfg});
			}
			return say(501, {code: 12, message: 'Not Implemented', details: []});
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		close: () =>
			new Promise(resolve => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

type Entry = {
	readonly sourceStatus?: {readonly source?: string; readonly worker?: string} | null;
	readonly sourceID?: string;
	readonly worker?: string;
	readonly result?: boolean;
	readonly subTaskStatus?: readonly {readonly name: string}[] | null;
};

function entriesOf(answer: unknown): {readonly key: 'sources' | 'workers'; readonly entries: readonly Entry[]} {
	const {sources, workers} = answer as {sources?: readonly Entry[]; workers?: readonly Entry[]};
	return sources ? {key: 'sources', entries: sources} : {key: 'workers', entries: workers ?? []};
}

function tasksIn(answer: unknown): readonly string[] {
	return entriesOf(answer).entries.flatMap(({subTaskStatus}) => (subTaskStatus ?? []).map(({name}) => name));
}

/** What DM answers when asked for some sources or workers. */
function only(answer: unknown, wanted: readonly string[]): unknown {
	if (wanted.length === 0) return answer;
	const {key, entries} = entriesOf(answer);
	const names = ({sourceStatus, sourceID, worker}: Entry) => [
		sourceStatus?.source,
		sourceStatus?.worker,
		sourceID,
		worker,
	];
	return {
		...(answer as object),
		[key]: entries.filter(entry => names(entry).some(name => name && wanted.includes(name))),
	};
}

/** What DM answers when asked for one task. */
function ofTask(answer: unknown, task: string): unknown {
	const {key, entries} = entriesOf(answer);
	const told = entries
		.map(entry => ({...entry, subTaskStatus: (entry.subTaskStatus ?? []).filter(({name}) => name === task)}))
		.filter(({subTaskStatus, result}) => subTaskStatus.length > 0 || result === false);
	if (told.length > 0) return {...(answer as object), [key]: told};
	return {result: false, msg: `task ${task} has no source or not exist`, [key]: []};
}

const aloneMaster = {
	result: true,
	msg: '',
	members: [
		{leader: {msg: '', name: 'master1', addr: '127.0.0.1:8261'}},
		{
			master: {
				msg: '',
				masters: [{name: 'master1', memberID: '1', alive: true, peerURLs: [], clientURLs: ['http://127.0.0.1:8261']}],
			},
		},
		{worker: {msg: '', workers: []}},
	],
};
