/** Ends a switch over a union: the compiler refuses it while a case is missing. */
export function unreachable(value: never): never {
	throw new TypeError(`unexpected value: ${JSON.stringify(value)}`);
}
