import {parse} from 'yaml';

/**
 * The value of a YAML text, a map of which may have any keys. `textual` reads it as DM does a task's: what is neither
 * nothing nor yes or no is a text, also a source ID such as 42, and `<<` merges; `typed` has numbers too. Throws an Error
 * with a sentence where it is no YAML, too long, or its aliases would make much of little.
 */
export function readYaml(text: string, as: 'textual' | 'typed'): unknown {
	if (text.length > mostCharacters) throw new Error(`${text.length} characters, of ${mostCharacters} at most`);
	// Whether a key is there twice, and where each mistake stands, would take the square of the length to find out.
	const bounds = {uniqueKeys: false, prettyErrors: false, maxAliasCount: mostAliases, logLevel: 'error'} as const;
	return as === 'textual'
		? parse(text, {...bounds, schema: 'failsafe', customTags: ['null', 'bool', 'merge']})
		: parse(text, {...bounds, schema: 'core'});
}

/** So often an anchor may be used: once for each source of a cluster. */
const mostAliases = 1000;

/** A configuration names every source, once what is not read of it is left out. */
const mostCharacters = 1024 * 1024;
