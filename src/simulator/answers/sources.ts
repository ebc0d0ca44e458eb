import type {World} from '../world/model.ts';
import type {Json} from './json.ts';

/** The answer to PUT /apis/v1alpha1/sources with `{"op":4}`: every source, also one without a worker. */
export function sourcesAnswer(world: World): Json {
	return {
		result: true,
		msg: '',
		sources: world.sources.map(({id, worker}) => ({
			result: true,
			msg: worker === null ? 'source is added but there is no free worker to bound' : '',
			source: id,
			worker: worker ?? '',
		})),
	};
}
