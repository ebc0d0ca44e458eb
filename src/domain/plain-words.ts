/** What a check expects or received, in words for people: `Object` is an object, `("a" | "b")` is "a" or "b". */
export function plainWords(text: string): string {
	return text
		.replace(/^\((.*)\)$/, '$1')
		.split(' | ')
		.map(part => types.get(part) ?? part)
		.join(' or ')
		.replace(/^>=/, 'at least ')
		.replace(/^<=/, 'at most ');
}

const types: ReadonlyMap<string, string> = new Map([
	['Object', 'an object'],
	['Array', 'an array'],
	['string', 'a text'],
	['number', 'a number'],
	['boolean', 'true or false'],
	['undefined', 'nothing'],
]);
