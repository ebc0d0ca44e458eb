import {width} from '../../../words/width.ts';
import {bar} from '../../ui/graph.ts';
import {type Line, line} from '../../ui/line.ts';
import {quiet} from '../../ui/rules.ts';

/** A label, its figures and a bar to the end of the line; no bar where it has no room or nothing is known. */
export function barLine(label: string, fraction: number | null, figures: string, columns: number): Line {
	const head = quiet(` ${label}`.padEnd(9));
	const room = columns - 9 - width(figures) - 4;
	const bars = fraction === null || room < leastBar ? [] : ['  ', ...bar(fraction, Math.min(room, mostBar))];
	return line([head, figures, ...bars], columns);
}

const leastBar = 10;
const mostBar = 84;
