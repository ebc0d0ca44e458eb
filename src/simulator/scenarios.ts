import {healthy} from './scenarios/healthy.ts';
import {huge} from './scenarios/huge.ts';
import {showcase} from './scenarios/showcase.ts';
import {storm} from './scenarios/storm.ts';
import type {DmVersion, Draft, Happening} from './world/model.ts';

/** How a world begins, and what will befall it. */
export type Scenario = Pick<Draft, 'rules' | 'script' | 'sources' | 'workers' | 'tasks'> & {
	/** What has befallen it before the first moment. */
	readonly already: readonly Happening[];
};

/** The named worlds. */
export const scenarios = {showcase, healthy, storm, huge} as const satisfies Record<
	string,
	(dm: DmVersion) => Scenario
>;

export type ScenarioName = keyof typeof scenarios;

/** The names of all scenarios, the demo's own first. */
export const scenarioNames: readonly ScenarioName[] = ['showcase', 'healthy', 'storm', 'huge'];
