import {configAnswer, sourceConfigAnswer} from './answers/config.ts';
import {type Json, pretty, sparse} from './answers/json.ts';
import {membersAnswer} from './answers/members.ts';
import {sourcesAnswer} from './answers/sources.ts';
import {statusAnswer, statusTakesMs} from './answers/status.ts';
import {versionText} from './answers/version.ts';
import {readOperate} from './operate/body.ts';
import {handleErrors} from './operate/skip.ts';
import {startTask} from './operate/start.ts';
import type {Trouble} from './operate/trouble.ts';
import {obeyTroubled} from './operate/troubled.ts';
import type {DmVersion, World} from './world/model.ts';

export type HttpRequest = {
	readonly method: string;
	/** Path and query, as they came. */
	readonly url: string;
	readonly body: string;
};

export type HttpAnswer = {
	readonly status: number;
	readonly contentType: string;
	readonly body: string;
	/** A real master would take so long. */
	readonly afterMs?: number;
};

export type Routed = {
	readonly world: World;
	readonly answer: HttpAnswer;
	/** The connection is cut in place of the answer. */
	readonly isCut: boolean;
};

/** What a master with these troubles answers to a request, and the world after it. */
export function route(before: World, request: HttpRequest, troubles: readonly Trouble[] = []): Routed {
	const world = withHanging(before, troubles);
	const {dm} = world;
	const stay = (answer: HttpAnswer) => ({world, answer, isCut: false});
	const url = new URL(request.url, 'http://master');
	if (request.method === 'GET' && url.pathname === '/status') return stay(plain(200, 'text/plain', versionText(dm)));
	const api = /^\/apis\/v1alpha1\/(status|tasks|members|sources|errors)(?:\/(.*))?$/.exec(url.pathname);
	const room = api?.[1];
	const name = api?.[2] === undefined ? undefined : nameIn(api[2]);
	if (name === null) return stay(unknownRoute(dm));
	if (request.method === 'GET' && room === 'status' && name !== undefined) {
		const only = url.searchParams.getAll(dm === '1.0' ? 'workers' : 'sources');
		const question = {task: name, only};
		const afterMs = statusTakesMs(world, question);
		return stay({...json(world, statusAnswer(world, question)), ...(afterMs > 0 && {afterMs})});
	}
	if (request.method === 'GET' && room === 'members' && name === undefined && dm !== '1.0') {
		return stay(json(world, membersAnswer(world)));
	}
	if (request.method === 'PUT' && room === 'sources' && name === undefined && dm !== '1.0') {
		const operate = readOperate(request.body, 'sources');
		if (operate.type === 'refused') return stay(badRequest(dm, operate.message));
		// The sources of a simulated cluster cannot be changed.
		if (operate.op === show) return stay(json(world, sourcesAnswer(world)));
	}
	if (request.method === 'GET' && room === 'tasks' && name !== undefined && dm !== '1.0') {
		const type = url.searchParams.get('type');
		if (type === '1') return stay(json(world, configAnswer(world, name)));
		if (type === '4') return stay(json(world, sourceConfigAnswer(world, name)));
	}
	if (request.method === 'PUT' && room === 'tasks' && name !== undefined) {
		const operate = readOperate(request.body, dm === '1.0' ? 'workers' : 'sources');
		if (operate.type === 'refused') return stay(badRequest(dm, operate.message));
		const {answer, afterMs, ...rest} = obeyTroubled(world, {task: name, op: operate.op, only: operate.only}, troubles);
		return {...rest, answer: {...json(world, answer), afterMs}};
	}
	if (request.method === 'POST' && room === 'tasks' && name === undefined) {
		const asked = readOperate(request.body, 'sources');
		if (asked.type === 'refused') return stay(badRequest(dm, asked.message));
		const {world: after, answer, afterMs} = startTask(world, request.body);
		return {world: after, answer: {...json(after, answer), afterMs}, isCut: false};
	}
	if (request.method === 'PUT' && room === 'errors' && name === undefined && dm !== '1.0') {
		const asked = readOperate(request.body, 'sources');
		if (asked.type === 'refused') return stay(badRequest(dm, asked.message));
		const {world: after, answer} = handleErrors(world, {op: asked.op, task: taskIn(request.body), only: asked.only});
		return {world: after, answer: json(after, answer), isCut: false};
	}
	return stay(unknownRoute(dm));
}

/** The task in a body that names it. */
function taskIn(body: string): string {
	const told: unknown = JSON.parse(body === '' ? '{}' : body);
	return typeof told === 'object' && told !== null && 'task' in told ? String(told.task) : '';
}

/** Whose upstream hangs is said by the troubles alone. */
function withHanging(world: World, troubles: readonly Trouble[]): World {
	const hanging = troubles.flatMap(trouble => (trouble.type === 'hangs' ? [trouble.source] : []));
	const isToHang = (id: string) => hanging.includes(id) || hanging.includes('*');
	if (world.sources.every(({id, hangs}) => hangs === isToHang(id))) return world;
	return {...world, sources: world.sources.map(source => ({...source, hangs: isToHang(source.id)}))};
}

/** The answer to a path that the version does not have. */
export function unknownRoute(dm: DmVersion): HttpAnswer {
	if (dm === '1.0') return plain(404, 'text/plain; charset=utf-8', 'Not Found\n');
	return {
		status: 501,
		contentType: 'application/json',
		body: pretty({code: 12, message: 'Not Implemented', details: []}),
	};
}

function badRequest(dm: DmVersion, message: string): HttpAnswer {
	const body =
		dm === '1.0' ? JSON.stringify({error: message, code: 3, message}) : pretty({code: 3, message, details: []});
	return {status: 400, contentType: 'application/json', body};
}

function json(world: World, answer: Json): HttpAnswer {
	return {status: 200, contentType: 'application/json', body: written(world, answer)};
}

function written(world: World, answer: Json): string {
	if (world.dm === '1.0') return JSON.stringify(sparse(answer));
	// The engine's own writer differs only in empty lists, and is four times as fast.
	const subtasks = world.tasks.reduce((sum, task) => sum + task.subtasks.length, 0);
	return subtasks > mostByHand ? JSON.stringify(answer, null, 2) : pretty(answer);
}

const mostByHand = 1000;

/** DM's number for being shown the sources. */
const show = 4;

function plain(status: number, contentType: string, body: string): HttpAnswer {
	return {status, contentType, body};
}

/**
 * The task's name in the last part of a path. Real masters take what stands behind the last colon for a verb, which they
 * do not have, and a slash for the end of the name, also where they are encoded; null = no such route.
 */
function nameIn(part: string): string | null {
	const name = decodeName(part);
	if (name.includes('/')) return null;
	const colon = name.lastIndexOf(':');
	if (colon === -1) return name;
	return colon === name.length - 1 ? name.slice(0, -1) : null;
}

/** A name out of a path; one that is wrongly encoded stays as it is. */
export function decodeName(name: string): string {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
