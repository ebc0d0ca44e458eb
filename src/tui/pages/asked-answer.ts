import {cleanText} from '../../domain/text.ts';

/** What a page shows of what it asked the gateway for: a text is why there is nothing. */
export function answerOf<Told extends object>(told: Told | string) {
	return typeof told === 'string'
		? ({type: 'failed', message: cleanText(told)} as const)
		: ({type: 'told', told} as const);
}
