import {oneKey} from '../../src/gateway/serve/tokens/keys.ts';

/** What a viewer shows to a gateway that asks for these keys. */
export const testToken = 'a-token-that-the-test-has-made-up';

export const testKeys = oneKey(testToken);
