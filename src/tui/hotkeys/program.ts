import type {Hotkey} from '../hotkey.ts';
import {topView} from '../views.ts';
import {always, ask, nothingAgainst} from './where.ts';

/** The keys that are the same everywhere. */
export const programKeys: readonly Hotkey[] = [
	{
		id: 'palette',
		keys: [':'],
		label: 'go to',
		help: 'go to task, command',
		group: 'everywhere',
		where: always,
		whyNot: nothingAgainst,
		event: () => ask('palette'),
		footer: 4.9,
	},
	{
		id: 'refresh',
		keys: ['ctrl-r'],
		label: 'ask again',
		help: 'ask the cluster again',
		group: 'everywhere',
		where: always,
		whyNot: model => (model.link.type === 'connecting' ? 'the gateway is being connected' : undefined),
		event: () => ({type: 'refresh'}),
		footer: 9,
	},
	{
		id: 'help',
		keys: ['?'],
		label: 'help',
		help: 'this help',
		group: 'everywhere',
		where: always,
		whyNot: nothingAgainst,
		event: model => (topView(model).type === 'help' ? {type: 'back'} : {type: 'open', view: {type: 'help', top: 0}}),
		footer: 5,
	},
	{
		id: 'leave',
		keys: ['q'],
		label: 'quit',
		help: 'back, quit at the top',
		group: 'everywhere',
		where: always,
		whyNot: nothingAgainst,
		event: model => ({type: model.views.length > 1 ? 'back' : 'quit'}),
		footer: 6,
	},
	{
		id: 'quit',
		keys: ['ctrl-c'],
		label: 'quit',
		help: 'quit',
		group: 'everywhere',
		where: always,
		whyNot: nothingAgainst,
		event: () => ({type: 'quit'}),
	},
];
