import type {StatusWord} from '../../../domain/status-word.ts';
import type {Cell} from '../../../words/columns.ts';
import {type Tone, verdicts} from '../../../words/theme.ts';
import {strong} from '../../ui/rules.ts';

/** What a rule is about, with its verdict: `X billing  needs you`; the name has the tone of what is wrong. */
export function verdictTitle(word: StatusWord, name: string, verdict: string): readonly Cell[] {
	const {letter} = verdicts[word];
	return [{text: `${letter} ${name}`, tone: nameTone(word)}, ...(verdict === '' ? [] : ['  ', strong(verdict)])];
}

/** A name is looked at first; where something is wrong with it, it has the colour of that. */
function nameTone(word: StatusWord): Tone {
	const {tone} = verdicts[word];
	return tone === 'quiet' ? 'strong' : tone;
}
