import {expect, test} from 'vitest';
import type {StatusWord} from '../../../src/domain/status-word.ts';
import {createAttention} from '../../../src/tui/shell/attention.ts';
import {modelOf, overview, shown, taskRow} from '../../support/builder.ts';

const model = (...words: readonly StatusWord[]) => ({
	...modelOf(80, 24, shown(overview(words.map((word, index) => taskRow(`t${index}`, {word}))))),
	title: 'sh',
});

function attention(call: 'bell' | '9' | null) {
	const written: string[] = [];
	let nowMs = 0;
	const {follow, forgetTitle} = createAttention({
		write: text => written.push(text),
		hasTitle: true,
		call,
		tmux: false,
		now: () => nowMs,
	});
	const at = (ms: number, ...words: readonly StatusWord[]) => {
		nowMs = ms;
		follow(model(...words));
		return written.splice(0);
	};
	return {at, forgetTitle};
}

test('the title is written when it is another one, and anew after somebody else had the terminal', () => {
	const {at, forgetTitle} = attention(null);
	expect(at(0, 'running')).toEqual(['\u001B]2;.1 sh dmtop\u0007']);
	expect(at(1000, 'running')).toEqual([]);
	expect(at(2000, 'error')).toEqual(['\u001B]2;X1 sh dmtop\u0007']);
	forgetTitle();
	expect(at(3000, 'error')).toEqual(['\u001B]2;X1 sh dmtop\u0007']);
});

test('who needs a person calls once; what comes within ten seconds comes with the next call', () => {
	const {at} = attention('9');
	const calls = (told: readonly string[]) => told.filter(text => text.startsWith('\u0007'));
	expect(calls(at(0, 'error', 'running', 'running'))).toEqual([]);
	expect(calls(at(1000, 'error', 'error', 'running'))).toEqual(['\u0007\u001B]9;X t1 needs you (sh)\u001B\\']);
	expect(calls(at(2000, 'error', 'error', 'unknown'))).toEqual([]);
	expect(calls(at(10_999, 'error', 'error', 'unknown'))).toEqual([]);
	expect(calls(at(11_000, 'error', 'error', 'unknown'))).toEqual(['\u0007\u001B]9;? t2 no answer (sh)\u001B\\']);
	expect(calls(at(60_000, 'error', 'error', 'unknown'))).toEqual([]);
});
