import {gtidText, positionText} from '../world/binlog.ts';
import {failures} from '../world/failures.ts';
import {isAnswering} from '../world/find.ts';
import type {World} from '../world/model.ts';
import type {Json} from './json.ts';
import {processResult} from './result.ts';
import {masterBinlog, masterGtid} from './unit.ts';

/** The relay of a source, null where it is off. */
export function relayStatus({dm}: World, source: World['sources'][number]): Json {
	const {relay} = source;
	if (relay === null) return null;
	if (relay.stage === 'Stopped') return {stage: 'Stopped'};
	return {
		masterBinlog: masterBinlog(dm, source),
		masterBinlogGtid: masterGtid(source),
		relaySubDir: `0-${source.serverId}.000001`,
		relayBinlog: positionText(relay.read),
		relayBinlogGtid: dm === '1.0' ? '' : gtidText(source, relay.read),
		relayCatchUpMaster: isAnswering(source) && relay.read >= source.written,
		stage: relay.stage,
		result: relayResult(dm, source, relay),
	};
}

function relayResult(
	dm: World['dm'],
	source: World['sources'][number],
	relay: NonNullable<World['sources'][number]['relay']>,
): Json {
	if (relay.stage !== 'Paused') return null;
	if (relay.failure === null) return processResult(dm, relay.isCanceled, []);
	const nobody = {name: '', target: '', downstream: ''};
	const failure = {name: relay.failure, at: relay.read};
	const error = failures[relay.failure].error({dm, source, failure, task: nobody, subtask: {source: source.id}});
	return processResult(dm, relay.isCanceled, [error]);
}
