import {cleanText} from '../../domain/text.ts';
import type {Person} from '../../wire/messages.ts';

/** By the token, where there is one, and beside it what the viewer says of itself, such as `alice (ops@bastion2)`. */
export function claimed(by: Person, token: string | null): string {
	return token === null ? claimOf(by) : `${token} (${claimOf(by)})`;
}

/** Such as `ops@bastion2`. */
function claimOf(by: Person): string {
	const [user, host] = [by.user, by.host].map(text => (text === null ? null : cleanText(text, {limit: 80})));
	return host === null ? (user ?? 'somebody') : `${user ?? 'somebody'}@${host}`;
}
