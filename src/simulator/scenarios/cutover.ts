import type {DmVersion} from '../world/model.ts';
import type {Scenario} from './build.ts';
import {healthy} from './healthy.ts';

/** The healthy cluster, whose applications stop writing after a minute, and write again four minutes later. */
export function cutover(dm: DmVersion): Scenario {
	const {sources, ...rest} = healthy(dm);
	const stop = sources.map(({id}) => ({type: 'writes', source: id, bytesPerSecond: 0}) as const);
	const goOn = sources.map(({id, bytesPerSecond}) => ({type: 'writes', source: id, bytesPerSecond}) as const);
	const lines = [
		...stop.map(happening => ({atMs: 60_000, happening})),
		...goOn.map(happening => ({atMs: 300_000, happening})),
	];
	return {...rest, sources, script: {periodMs: 360_000, lines}};
}
