import {backEvent, hasClusters} from '../clusters/back.ts';
import {isAbove} from '../clusters/cluster-state.ts';
import {quietInPast} from '../past/present.ts';
import type {Hotkey} from '../state.ts';
import {topView} from '../views.ts';
import {always, alwaysPossible, ask} from './view-keys.ts';

/** The keys that are the same everywhere. */
export const programKeys: readonly Hotkey[] = [
	{
		id: 'palette',
		keys: [':'],
		label: 'go to',
		help: 'any task or command',
		group: 'move',
		where: always,
		whyNot: alwaysPossible,
		event: () => ask('palette'),
	},
	{
		id: 'refresh',
		keys: ['ctrl-r'],
		label: 'ask again',
		help: 'ask now',
		group: 'see',
		where: always,
		whyNot: model =>
			quietInPast(model, 'the past does not change') ??
			(model.link.type === 'connecting' && !isAbove(model) ? 'the gateway is being connected' : undefined),
		event: () => ({type: 'refresh'}),
	},
	{
		id: 'repaint',
		keys: ['ctrl-l'],
		label: 'draw again',
		help: 'draw anew',
		title: () => 'draw the screen anew',
		group: 'see',
		where: always,
		whyNot: alwaysPossible,
		event: () => ({type: 'repaint'}),
	},
	{
		id: 'help',
		keys: ['?'],
		label: 'help',
		help: 'this help',
		group: 'move',
		where: always,
		whyNot: alwaysPossible,
		event: model => (topView(model).type === 'help' ? {type: 'back'} : {type: 'open', view: {type: 'help', top: 0}}),
	},
	{
		id: 'leave',
		keys: ['q'],
		label: 'quit',
		help: 'back, or quit',
		group: 'move',
		where: always,
		whyNot: alwaysPossible,
		event: model => (model.views.length > 1 || hasClusters(model) ? backEvent(model) : {type: 'quit'}),
	},
	{
		id: 'quit',
		keys: ['ctrl-c'],
		label: 'quit',
		help: 'quit',
		group: 'move',
		where: always,
		whyNot: alwaysPossible,
		event: () => ({type: 'quit'}),
	},
	{
		id: 'suspend',
		keys: ['ctrl-z'],
		label: 'suspend',
		help: 'suspend',
		group: 'move',
		where: always,
		whyNot: alwaysPossible,
		event: () => ({type: 'suspend'}),
	},
];
