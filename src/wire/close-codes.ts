/** Why a connection was closed, each with its sentence. Codes under 4000 are the websocket protocol's own. */
const closeCodes = {
	1000: 'the viewer has gone',
	1001: 'the gateway is shutting down',
	1005: 'the other side closed the connection',
	1006: 'the connection broke',
	1009: 'a message was too long',
	1011: 'the gateway failed',
	1013: 'the viewer is too slow, or the gateway has too many viewers',
	4401: 'the token was revoked or changed',
	4400: 'a message could not be understood',
	4429: 'the viewer asks too much',
	4406: 'the gateway and the viewer speak different protocols',
} as const;

export type CloseCode = keyof typeof closeCodes;

/** The sentence of a code; other codes are named by their number. */
export function closeSentence(code: number): string {
	return isCloseCode(code) ? closeCodes[code] : `the connection was closed with code ${code}`;
}

function isCloseCode(code: number): code is CloseCode {
	return Object.hasOwn(closeCodes, code);
}
