import {shownLabel} from '../../domain/operation/label.ts';
import {cut} from '../../words/width.ts';
import type {Model} from '../state.ts';

/**
 * What kind of cluster it is, as the person's own file of settings says, else the gateway; null = nobody says. Where one
 * of both says production it is that.
 */
export function labelOf({label, hello}: Pick<Model, 'label' | 'hello'>): string | null {
	const shown = shownLabel(label, hello?.label ?? null);
	return shown === null ? null : cut(shown, mostColumns);
}

/** As wide as a label of a file of settings can be. */
const mostColumns = 12;
