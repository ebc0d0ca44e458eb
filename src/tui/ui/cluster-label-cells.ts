import {isProduction} from '../../domain/operation/label.ts';
import type {Cell} from '../../words/columns.ts';

/** The label of a cluster behind its name: in colour where it is production. */
export function labelCells(label: string | null): readonly Cell[] {
	return label === null ? [] : [' ', {text: ` ${label} `, tone: isProduction(label) ? 'label' : 'selected-strong'}];
}
