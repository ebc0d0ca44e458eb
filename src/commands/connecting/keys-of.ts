import type {Clock} from '../../clock.ts';
import {openTokenFile, type TokenFile, TokenFileError} from '../../gateway/serve/tokens/token-file.ts';
import type {Options} from '../args/usage.ts';
import {UsageError} from '../exit.ts';
import {noConfigPath, tokensPath} from './config-path.ts';

/**
 * The tokens that a gateway of `serve` asks for: on a port always, on a socket where a file is named. Throws a UsageError
 * where they cannot be used, or a port would let nobody in.
 */
export function keysOf(
	{listen, tokens}: Pick<Options, 'listen' | 'tokens'>,
	clock: Clock,
	onTrouble: (sentence: string) => void,
): TokenFile | null {
	if (listen?.type !== 'tcp' && tokens === null) return null;
	const file = tokensPath(tokens);
	if (file === null) throw new UsageError(noConfigPath);
	try {
		const keys = openTokenFile({file, clock, onTrouble});
		if (keys.all().length > 0) return keys;
		keys.close();
	} catch (error) {
		throw error instanceof TokenFileError ? new UsageError(error.message) : error;
	}
	throw new UsageError(
		`there are no tokens in ${file}, so nobody could come in; dmtop token add NAME --role read makes one`,
	);
}
