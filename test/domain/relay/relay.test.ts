import {expect, test} from 'vitest';
import {type RelayWord, relayWord, servesAnother} from '../../../src/domain/relay/relay.ts';
import {at, error, relay, result} from '../../support/cluster.ts';

test.each<[string, Parameters<typeof relayWord>, RelayWord]>([
	['none, and nobody knows', [null, false], 'unknown'],
	['none', [null, true], 'off'],
	['caught up', [relay(), true], 'ok'],
	['not fresh', [relay(), false], 'unknown'],
	['behind', [relay({caughtUp: false, position: at(900)}), true], 'behind'],
	['whose GTID set alone is behind', [relay({caughtUp: false}), true], 'ok'],
	['that tells no position', [relay({caughtUp: false, position: null}), true], 'behind'],
	['of a silent upstream', [relay({caughtUp: false, upstream: null}), true], 'unknown'],
	['of a silent upstream that DM calls caught up', [relay({upstream: null}), true], 'unknown'],
	['paused by a person', [relay({stage: 'Paused', result: result(null)}), true], 'paused'],
	['paused with an error', [relay({stage: 'Paused', result: result(30001), caughtUp: false}), true], 'error'],
	['stopped', [relay({stage: 'Stopped'}), true], 'stopped'],
	['in a stage that is not known', [relay({stage: 'Resting'}), true], 'unknown'],
])('a relay %s', (_, [told, isKnown], word) => {
	expect(relayWord(told, isKnown)).toBe(word);
});

test('only one error says that the worker serves another source', () => {
	expect(servesAnother([error(10001), error(40071)])).toBe(true);
	expect(servesAnother([error(10001)])).toBe(false);
	expect(servesAnother([])).toBe(false);
});
