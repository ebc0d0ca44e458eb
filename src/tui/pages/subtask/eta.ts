import type {Eta} from '../../../domain/progress.ts';
import {duration, hourAndMinute} from '../../../words/format.ts';
import {freshness, gatewayNow, viewerTime} from '../../freshness.ts';
import type {Model} from '../../state.ts';

/** How long it will still take, about when it is done, and how sure that is. */
export function leftSentence(eta: Eta | null, model: Model): string {
	if (freshness(model).type === 'lost') return '- (the data is not live)';
	if (eta === null) return '- (not known: it needs a minute of progress)';
	const {minSeconds, maxSeconds, steady} = eta;
	if (maxSeconds < 60) return 'less than a minute at this rate';
	const from = duration(minSeconds);
	const to = duration(maxSeconds);
	const middle = duration((minSeconds + maxSeconds) / 2);
	const range = from === to ? from : steady ? `${middle} (${from} to ${to})` : `${from} to ${to}`;
	const doneMs = viewerTime(model, gatewayNow(model)) + maxSeconds * 1000;
	const when = maxSeconds > 120 && maxSeconds < 20 * 3600 ? `, by about ${hourAndMinute(doneMs)}` : '';
	return `${range}${when}; ${steady ? 'steady' : 'not steady'}`;
}

/** The range alone, `39m-48m`; `-` where it is unknown. */
export function etaRange(eta: Eta | null): string {
	if (eta === null) return '-';
	const from = duration(eta.minSeconds);
	const to = duration(eta.maxSeconds);
	return from === to ? from : `${from}-${to}`;
}
