import {expect, test} from 'vitest';
import {isAsciiTerminal} from '../../../src/commands/screen/ascii-terminal.ts';

const check = (env: Readonly<Record<string, string>>, expected: boolean) => expect(isAsciiTerminal(env)).toBe(expected);

test.each([
	['nothing is named', {TERM: 'xterm-256color'}, false],
	['UTF-8', {TERM: 'xterm-256color', LANG: 'de_DE.UTF-8'}, false],
	['as some systems write it', {LANG: 'en_US.utf8'}, false],
	['with a variant', {LANG: 'ca_ES.UTF-8@valencia'}, false],
	['as macOS sets it', {LC_CTYPE: 'UTF-8'}, false],
	['the console of Linux', {TERM: 'linux', LANG: 'de_DE.UTF-8'}, true],
	['no locale', {LANG: 'C'}, true],
	['another charset', {LANG: 'en_US.ISO-8859-1'}, true],
	['a name without a charset', {LANG: 'de_DE'}, true],
	['the one that is over the others', {LANG: 'C', LC_CTYPE: 'POSIX', LC_ALL: 'C.UTF-8'}, false],
	['an empty one is none', {LANG: 'C', LC_CTYPE: 'C.UTF-8', LC_ALL: ''}, false],
])('%s', (_, env, expected) => check(env, expected));
