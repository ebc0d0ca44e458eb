import type {Scenario} from './scenarios/build.ts';
import {cutover} from './scenarios/cutover.ts';
import {healthy} from './scenarios/healthy.ts';
import {huge} from './scenarios/huge.ts';
import {incident} from './scenarios/incident.ts';
import {showcase} from './scenarios/showcase.ts';
import {storm} from './scenarios/storm.ts';
import type {DmVersion} from './world/model.ts';

/** The named worlds. */
export const scenarios = {showcase, healthy, storm, huge, cutover, incident} as const satisfies Record<
	string,
	(dm: DmVersion) => Scenario
>;

export type ScenarioName = keyof typeof scenarios;
