import type {World} from '../world/model.ts';
import type {Json} from './json.ts';

/** The answer to GET /apis/v1alpha1/members, which believes in dead workers until they fail over. */
export function membersAnswer(world: World): Json {
	return {
		result: true,
		msg: '',
		members: [
			{leader: {msg: '', name: 'master1', addr: '10.0.4.1:8261'}},
			{
				master: {
					msg: '',
					masters: [
						{
							name: 'master1',
							memberID: '11007177379717700053',
							alive: true,
							peerURLs: ['http://10.0.4.1:8291'],
							clientURLs: ['http://10.0.4.1:8261'],
						},
					],
				},
			},
			{
				worker: {
					msg: '',
					workers: world.workers.map(({name, address, listed}) => ({
						name,
						addr: address,
						stage: listed,
						source: world.sources.find(source => source.worker === name)?.id ?? '',
					})),
				},
			},
		],
	};
}
