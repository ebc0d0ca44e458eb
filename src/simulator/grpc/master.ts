import {showLocks, unlock} from '../operate/locks.ts';
import {type Called, operateRelays, startRelay} from '../operate/relays.ts';
import {checkTask} from '../operate/start.ts';
import {validationErrors, validationStatus} from '../operate/validated.ts';
import {operateValidators} from '../operate/validators.ts';
import type {World} from '../world/model.ts';
import type {GrpcReply} from './serve.ts';
import {shapes} from './shapes.ts';
import {read, type Told, write} from './wire.ts';

/** What a master answers to a call, and the world after it. */
export function callMaster(
	world: World,
	path: string,
	bytes: Buffer,
): {readonly world: World; readonly reply: GrpcReply} {
	const [, service = '', method = ''] = path.split('/');
	const stay = (code: number, text: string) => ({world, reply: {type: 'error', code, text} as const});
	if (service !== 'pb.Master') return stay(12, `unknown service ${service}`);
	const shape = shapes[world.dm][method];
	const obey = Object.hasOwn(methods, method) ? methods[method] : undefined;
	if (shape === undefined || obey === undefined) return stay(12, `unknown method ${method} for service ${service}`);
	let asked: Told;
	try {
		asked = read(shape.request, bytes);
	} catch (error) {
		return stay(13, `grpc: failed to unmarshal the received message ${error instanceof Error ? error.message : ''}`);
	}
	const {world: after, told, afterMs} = obey(world, asked);
	return {world: after, reply: {type: 'message', bytes: write(shape.answer, told), afterMs}};
}

const methods: Readonly<Record<string, (world: World, asked: Told) => Called>> = {
	ShowDDLLocks: (world, asked) => showLocks(world, textOf(asked['task'])),
	CheckTask: (world, asked) => checkTask(world, textOf(asked['task'])),
	UnlockDDLLock: (world, asked) => unlock(world, textOf(asked['ID']), asked['forceRemove'] === true),
	OperateWorkerRelayTask: (world, asked) =>
		operateRelays(world, Number(asked['op']), textsOf(asked[world.dm === '1.0' ? 'workers' : 'sources'])),
	StartValidation: (world, asked) =>
		operateValidators(world, true, textOf(asked['taskName']), textsOf(asked['sources']), textOf(asked['mode_value'])),
	StopValidation: (world, asked) =>
		operateValidators(world, false, textOf(asked['taskName']), textsOf(asked['sources']), ''),
	GetValidationStatus: (world, asked) => validationStatus(world, textOf(asked['taskName'])),
	GetValidationError: (world, asked) => validationErrors(world, textOf(asked['taskName'])),
	OperateRelay: (world, asked) => startRelay(world, Number(asked['op']), textOf(asked['source'])),
};

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.map(String) : [];
}
