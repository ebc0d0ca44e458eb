import type {Scenario} from '../scenarios/build.ts';
import {type ScenarioName, scenarios} from '../scenarios.ts';
import {draftOf} from './draft.ts';
import {happen} from './happen.ts';
import type {DmVersion, Happening, World} from './model.ts';
import {tick} from './tick.ts';

/** A cluster at the first moment of a scenario. The same scenario, version and seed always live the same life. */
export function createWorld(name: ScenarioName, {seed, dm}: {seed: number; dm: DmVersion}): World {
	return beginWorld(name, scenarios[name](dm), {seed, dm});
}

/** The same for a scenario of one's own. */
export function beginWorld(name: string, scenario: Scenario, {seed, dm}: {seed: number; dm: DmVersion}): World {
	const {already, ...setting} = scenario;
	const world = {
		...setting,
		scenario: name,
		dm,
		nowMs: 0,
		leftoverMs: 0,
		random: seed | 0,
		played: 0,
		due: [],
		locks: [],
		logId: 2,
	};
	const draft = draftOf(world);
	draft.tasks.sort((a, b) => (a.name < b.name ? -1 : 1));
	for (const happening of already) happen(draft, happening);
	return draft;
}

/** The world after that many milliseconds. Time passes in ticks; what is left over counts towards the next step. */
export function step(world: World, elapsedMs: number): World {
	const draft = draftOf(world);
	draft.leftoverMs += elapsedMs;
	while (draft.leftoverMs >= draft.rules.tickMs) {
		draft.leftoverMs -= draft.rules.tickMs;
		tick(draft);
	}
	return draft;
}

/** The world after something has befallen it; what does not fit changes nothing. */
export function befall(world: World, ...happenings: readonly Happening[]): World {
	const draft = draftOf(world);
	for (const happening of happenings) happen(draft, happening);
	return draft;
}
