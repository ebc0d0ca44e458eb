import {readTrouble, type Trouble, TroubleError} from '../../simulator/operate/trouble.ts';
import {UsageError} from '../exit.ts';

/** The values of `--trouble`. Throws a UsageError where one means no trouble. */
export function readTroubles(texts: readonly string[]): readonly Trouble[] {
	return texts.map(text => {
		try {
			return readTrouble(text);
		} catch (error) {
			throw error instanceof TroubleError ? new UsageError(`--trouble: ${error.message}`) : error;
		}
	});
}
