import {SetupError} from '../dm/ask/setup-error.ts';
import {cleanText} from '../domain/text.ts';
import {exit, GatewayDeath, NoGatewayError, UsageError} from './exit.ts';

/** What ended the program, as text for stderr, and its exit code. What was typed may hold anything, so it is cleaned. */
export function complaint(error: unknown): {readonly text: string; readonly code: number} {
	const {message, stack} = error instanceof Error ? error : {message: String(error), stack: undefined};
	if (error instanceof UsageError || error instanceof SetupError) return {text: cleanText(message), code: exit.usage};
	if (error instanceof NoGatewayError) return {text: cleanText(message), code: exit.nobody};
	if (error instanceof GatewayDeath) return {text: cleanText(message), code: exit.internal};
	if (error instanceof RangeError && /WebAssembly/.test(message)) {
		return {text: 'there is too little memory for the full screen (dmtop status needs less)', code: exit.internal};
	}
	// Node would print the line of the bundle that threw, which is very long.
	return {text: cleanText(`internal error: ${stack ?? message}`, {newlines: true}), code: exit.internal};
}
