import {type Node, PatternError, parseRegex} from './regexSyntax.ts';

/**
 * Makes a test out of a pattern (see `parseRegex`). All ways through the pattern are followed at once, so that the time
 * grows with the text and the pattern and not with the number of ways: no pattern can hang the screen, as the language's
 * own expressions could. Throws PatternError.
 */
export function compileRegex(pattern: string): (text: string) => boolean {
	const steps: Step[] = [];
	emit(parseRegex(pattern), steps);
	steps.push({type: 'found'});
	return text => run(steps, [...text.toLowerCase()]);
}

type Step =
	| {readonly type: 'character'; readonly holds: (character: string) => boolean}
	| {readonly type: 'place'; readonly holds: (before: string, after: string) => boolean}
	/** Goes on at all of these. */
	| {readonly type: 'fork'; to: readonly number[]}
	| {readonly type: 'found'};

/** The most steps of a pattern once its repetitions are written out. */
const mostSteps = 1000;

function emit(node: Node, steps: Step[]): void {
	if (steps.length > mostSteps) throw new PatternError('it is too long');
	switch (node.type) {
		case 'character':
		case 'place':
			steps.push(node);
			return;
		case 'all':
			for (const part of node.nodes) emit(part, steps);
			return;
		case 'any':
			emitAny(node.nodes, steps);
			return;
		case 'repeat':
			emitRepeat(node, steps);
			return;
	}
}

function emitAny(nodes: readonly Node[], steps: Step[]): void {
	const [only] = nodes;
	if (nodes.length === 1 && only !== undefined) {
		emit(only, steps);
		return;
	}
	const fork = pushFork(steps);
	const starts: number[] = [];
	const ends = nodes.map(node => {
		starts.push(steps.length);
		emit(node, steps);
		return pushFork(steps);
	});
	fork.to = starts;
	for (const end of ends) end.to = [steps.length];
}

function emitRepeat({node, least, most}: Extract<Node, {type: 'repeat'}>, steps: Step[]): void {
	for (let count = 0; count < least; count++) emit(node, steps);
	if (most === Number.POSITIVE_INFINITY) {
		const start = steps.length;
		const fork = pushFork(steps);
		emit(node, steps);
		pushFork(steps).to = [start];
		fork.to = [start + 1, steps.length];
		return;
	}
	const skips: {fork: {to: readonly number[]}; next: number}[] = [];
	for (let count = least; count < most; count++) {
		const fork = pushFork(steps);
		skips.push({fork, next: steps.length});
		emit(node, steps);
	}
	for (const {fork, next} of skips) fork.to = [next, steps.length];
}

function pushFork(steps: Step[]): {to: readonly number[]} {
	const fork: Extract<Step, {type: 'fork'}> = {type: 'fork', to: []};
	steps.push(fork);
	return fork;
}

function run(steps: readonly Step[], characters: readonly string[]): boolean {
	const seenAt = new Int32Array(steps.length).fill(-1);
	let active: number[] = [];
	for (let place = 0; place <= characters.length; place++) {
		// A match may begin anywhere.
		const waiting = [0, ...active.toReversed()];
		const next: number[] = [];
		const before = characters[place - 1] ?? '';
		const after = characters[place] ?? '';
		for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
			if (seenAt[index] === place) continue;
			seenAt[index] = place;
			const step = steps[index];
			if (step === undefined) continue;
			if (step.type === 'found') return true;
			if (step.type === 'fork') waiting.push(...step.to);
			else if (step.type === 'place' ? step.holds(before, after) : false) waiting.push(index + 1);
			else if (step.type === 'character' && after !== '' && step.holds(after)) next.push(index + 1);
		}
		active = next;
	}
	return false;
}
