import {spawn} from 'node:child_process';
import {thrownText} from '../../domain/text.ts';

/**
 * Shows a text in somebody's pager (`$PAGER`, else less), on the terminal of this process, and resolves when it is left;
 * with a sentence where it could not be shown. Ends the pager when the signal aborts.
 */
export function openPager(text: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | null> {
	const command = env['PAGER']?.trim() || 'less';
	return new Promise(resolve => {
		// By the shell, as PAGER may hold flags; the text comes by the input and never as a word of the line.
		const child = spawn('/bin/sh', ['-c', lineOf(command)], {stdio: ['pipe', 'inherit', 'inherit'], env});
		const end = () => child.kill();
		signal.addEventListener('abort', end, {once: true});
		const finish = (trouble: string | null) => {
			signal.removeEventListener('abort', end);
			resolve(trouble);
		};
		child.once('error', error => finish(`the pager: ${thrownText(error)}`));
		child.once('close', code => finish(troubleOf(code, command)));
		// Whoever leaves the pager early reads no further.
		child.stdin.on('error', () => {});
		child.stdin.end(text);
	});
}

/**
 * The line for the shell. A program and its flags take the place of the shell, which else would be ended alone and leave
 * them at the terminal.
 */
function lineOf(command: string): string {
	return /^[\w./][\w./+-]*( +[^\s;&|<>()`$]+)*$/.test(command) ? `exec ${command}` : command;
}

/** What the shell says by its exit code; a pager has any reason to end as it likes. */
function troubleOf(code: number | null, command: string): string | null {
	if (code === 127) return `the pager: "${command}" was not found (PAGER names it)`;
	return code === 126 ? `the pager: "${command}" cannot be started (PAGER names it)` : null;
}
