import {importSources} from './bundle.mjs';

const sources = `
export {befall, createWorld, step} from './src/simulator/world/world.ts';
export {route} from './src/simulator/routes.ts';
export {translateStatus} from './src/dm/answer/translate.ts';
export {emptyMemory, remember} from './src/gateway/memory/memory.ts';
export {topicValue} from './src/gateway/views/views.ts';
export {decodeServerMessage} from './src/wire/decode.ts';
export {protocolVersion} from './src/wire/messages.ts';
export {initialModel, topics, update} from './src/tui/update.ts';
export {screenLines} from './src/tui/ui/screen-regions.ts';
export {createFrames} from './src/tui/ui/frame.ts';
export {createStore} from './src/tui/shell/store.ts';
export {createFrameWriter} from './src/tui/shell/writer.ts';
export {App} from './src/tui/ui/app.tsx';
import {Box, Text} from 'ink';
import {memo, useSyncExternalStore} from 'react';
export {render} from 'ink';
export {createElement} from 'react';
const Row = memo(({text}) => <Text wrap="truncate">{text === '' ? ' ' : text}</Text>);
export function Bare({subscribe, rows}) {
	const lines = useSyncExternalStore(subscribe, rows);
	return (
		<Box flexDirection="column" height={lines.length} overflow="hidden">
			{lines.map((text, index) => <Row key={index} text={text} />)}
		</Box>
	);
}
`;

/** The modules of the program that the stages run through, and an Ink app that only draws rows. */
export function importStages() {
	return importSources(sources);
}

/** A simulated cluster and all that happens to its answers on the way to the screen, a call for each stage. */
export function createCluster(stages, scenario) {
	const {befall, createWorld, step, route, translateStatus, emptyMemory, remember, topicValue} = stages;
	const question = {method: 'GET', url: '/apis/v1alpha1/status/', body: ''};
	let world = createWorld(scenario, {seed: 1, dm: '6.5'});
	let memory = emptyMemory(['127.0.0.1:8261'], 3000);
	let atMs = Date.now();
	return {
		/** Lets something befall the cluster. */
		befall(...happenings) {
			world = befall(world, ...happenings);
		},
		/** The next answer, as bytes. */
		answer(afterMs) {
			world = step(world, afterMs);
			atMs += afterMs;
			return Buffer.from(route(world, question).answer.body);
		},
		/** Lets time pass without an answer. */
		pass(afterMs) {
			world = step(world, afterMs);
			atMs += afterMs;
		},
		parse: body => JSON.parse(body.toString('utf8')),
		translate: json => translateStatus(json),
		remember(cluster) {
			const reading = {type: 'status', ok: true, atMs, tookMs: 5, master: '127.0.0.1:8261', version: 'v6.5.0', cluster};
			memory = remember(memory, reading);
			return memory;
		},
		letters: topics => topics.map(topic => JSON.stringify({type: 'topic', topic, value: topicValue(memory, topic)})),
		atMs: () => atMs,
	};
}
