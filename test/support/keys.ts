import type {Door} from '../../src/gateway/serve/door/door.ts';
import {oneKey} from '../../src/gateway/serve/tokens/keys.ts';

/** What a viewer shows to a gateway that asks for these keys. */
export const testToken = 'a-token-that-the-test-has-made-up';

export const testKeys = oneKey(testToken);

/** A port of this machine; 0 = a free one. */
export function loopbackDoor(port = 0) {
	return {type: 'tcp', host: '127.0.0.1', port, tls: null, isNetworkTrusted: false} as const satisfies Door;
}
