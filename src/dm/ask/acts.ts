import type {ServerLock} from '../../domain/act/server-lock.ts';
import type {TaskCheck, TaskFile} from '../../domain/act/start-act.ts';
import type {Validated} from '../../domain/act/validated.ts';
import {translateAct} from '../answer/acts/act.ts';
import {translateCheck} from '../answer/acts/check.ts';
import {translateServerLocks} from '../answer/acts/server-locks.ts';
import {translateValidated} from '../answer/acts/validated.ts';
import {readJson} from '../answer/json.ts';
import {withoutSecrets} from '../answer/mask.ts';
import {type OperateAnswer, translateOperate, translateStart} from '../answer/operate.ts';
import {type Generation, type Method, type MethodName, methods} from '../grpc/methods.ts';
import {decodeMessage, encodeMessage, type Values} from '../grpc/protobuf.ts';
import {AnswerError, DmError} from './error.ts';
import type {Answer} from './exchange.ts';
import type {Request} from './masters.ts';
import {api} from './path.ts';

/** What is sent for an act: a call of gRPC, or what only HTTP has. */
export type ActRequest =
	| {readonly via: 'gRPC'; readonly method: MethodName; readonly generation: Generation; readonly values: Values}
	| {readonly via: 'HTTP'; readonly path: string; readonly values: Values}
	/** Starts the task of a file, on some of its sources or, null, on all. The file itself is never shown. */
	| {readonly via: 'file'; readonly file: TaskFile; readonly sources: readonly string[] | null};

/** A request as a person reads it, and as the audit log has it; the body is JSON. */
export type ShownRequest = {readonly method: 'PUT' | 'POST' | 'gRPC'; readonly path: string; readonly body: string};

export function shownRequest(request: ActRequest): ShownRequest {
	if (request.via === 'file') {
		const {file, sources} = request;
		const task = `(the file of ${file.task}, ${Buffer.byteLength(file.text)} bytes)`;
		return {method: 'POST', path: tasksPath, body: JSON.stringify({task, ...(sources !== null && {sources})})};
	}
	const body = JSON.stringify(request.values);
	if (request.via === 'HTTP') return {method: 'PUT', path: request.path, body};
	return {method: 'gRPC', path: methodOf(request.method, request.generation).path, body};
}

/** As it goes over the wire. Throws a DmError of kind `usage` where that generation has no such method. */
export function actRequest(request: ActRequest): {
	readonly request: Request;
	readonly read: (answer: Answer) => OperateAnswer;
} {
	if (request.via === 'file') {
		const {file, sources} = request;
		const body = JSON.stringify({task: file.text, ...(sources !== null && {sources})});
		return {
			request: {method: 'POST', path: tasksPath, body, acts: true},
			read: answer => unquoting(file, () => startAnswer(translateStart(readJson(answer)), file)),
		};
	}
	if (request.via === 'HTTP') {
		const {path, values} = request;
		return {
			request: {method: 'PUT', path, body: JSON.stringify(values), acts: true},
			// Answers of this route are those of an operation, without the operation's name.
			read: answer => translateOperate({op: null, ...objectOf(readJson(answer))}),
		};
	}
	const {path, request: message, answer} = methodOf(request.method, request.generation);
	return {
		request: {method: 'gRPC', path, body: encodeMessage(message, request.values), acts: true},
		read: ({body}) => translateAct(decodeMessage(answer, body)),
	};
}

/** Asks for the locks that the master holds, of all tasks. */
export function locksRequest(generation: Generation): {
	readonly request: Request;
	readonly read: (answer: Answer) => readonly ServerLock[];
} {
	const {path, request, answer} = methods.showLocks[generation];
	return {
		request: {method: 'gRPC', path, body: encodeMessage(request, {}), acts: false},
		read: ({body}) => translateServerLocks(decodeMessage(answer, body), generation),
	};
}

/** Asks for what the validators of a task tell, and for the rows that differ; both are from 6.2 on. */
export function validatedRequests(task: string): {
	readonly status: Request;
	readonly errors: Request;
	readonly read: (status: Answer, errors: Answer) => Validated;
} {
	const of = (method: Method, values: Values): Request => ({
		...{method: 'gRPC', path: method.path, body: encodeMessage(method.request, values), acts: false},
	});
	const {validationStatus, validationErrors} = methods;
	return {
		status: of(validationStatus.sources, {taskName: task}),
		errors: of(validationErrors.sources, {taskName: task}),
		read: (status, errors) =>
			translateValidated(
				decodeMessage(validationStatus.sources.answer, status.body),
				decodeMessage(validationErrors.sources.answer, errors.body),
			),
	};
}

/** Has DM check the file of a task, which changes nothing. */
export function checkRequest(
	generation: Generation,
	file: TaskFile,
): {readonly request: Request; readonly read: (answer: Answer) => TaskCheck} {
	const {path, request, answer} = methods.checkTask[generation];
	const body = encodeMessage(request, {task: file.text, errCnt: 10, warnCnt: 10});
	return {
		request: {method: 'gRPC', path, body, acts: false},
		read: ({body}) => unquoting(file, () => checkAnswer(translateCheck(decodeMessage(answer, body)), file)),
	};
}

function checkAnswer({passed, message, findings}: TaskCheck, {secrets}: TaskFile): TaskCheck {
	const hidden = (text: string) => withoutSecrets(text, secrets);
	return {
		passed,
		message: message === null ? null : hidden(message),
		findings: findings.map(({state, name, text}) => ({state, name, text: hidden(text)})),
	};
}

function startAnswer({message, targets, ...rest}: OperateAnswer, {secrets}: TaskFile): OperateAnswer {
	const hidden = (text: string | null) => (text === null ? null : withoutSecrets(text, secrets));
	return {
		...rest,
		message: hidden(message),
		targets: targets.map(target => ({...target, message: hidden(target.message)})),
	};
}

/** What cannot be read may quote the file too. */
function unquoting<T>({secrets}: TaskFile, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof AnswerError)) throw error;
		throw new AnswerError(error.kind, withoutSecrets(error.message, secrets), error.httpStatus);
	}
}

const tasksPath = `${api}/tasks`;

/**
 * Has DM skip the DDL at which a subtask fails now: 1 is the only number that is ever sent to this route. 2.0 does not
 * know 4 and 5, with which later versions inject and list, and obeys them all the same.
 */
export function skipRequest(task: string, source: string): ActRequest {
	return {via: 'HTTP', path: `${api}/errors`, values: {op: 1, task, sources: [source]}};
}

function methodOf(name: MethodName, generation: Generation): Method {
	const method: Method | null = methods[name][generation];
	if (method === null) throw new DmError('gRPC', name, {kind: 'usage', problem: 'DM 1.0 has no such method'});
	return method;
}

function objectOf(value: unknown): object {
	return typeof value === 'object' && value !== null ? value : {};
}
