import type {Options} from '../../src/commands/args/usage.ts';
import {createAsker} from '../../src/commands/ask.ts';
import {status} from '../../src/commands/status.ts';
import {wait} from '../../src/commands/wait.ts';
import type {Memory} from '../../src/gateway/memory/memory.ts';
import {type CaseRule, startCaseMaster} from './cases.ts';
import {createTestClock} from './clock.ts';
import {listener, nothingGiven} from './commands.ts';

const {signal} = new AbortController();

/** What is known of a case after each of so many polls, all of it asked for over HTTP. */
export async function askedPolls(name: string, polls: number, rule?: CaseRule): Promise<readonly Memory[]> {
	const master = await startCaseMaster(name, rule);
	const clock = createTestClock();
	const asker = await createAsker({...nothingGiven, masters: [master.address]}, clock);
	try {
		const memories: Memory[] = [];
		for (let poll = 0; poll < polls; poll++) {
			memories.push((await asker.ask(signal)).memory);
			clock.pass(3000);
		}
		return memories;
	} finally {
		asker.close();
		await master.close();
	}
}

/** What `dmtop status` prints of a case, and its exit code. */
export async function statusOf(name: string, options: Partial<Options> = {}, rule?: CaseRule) {
	const master = await startCaseMaster(name, rule);
	const [stdout, stderr] = [listener(), listener()];
	const io = {stdout: stdout.stream, stderr: stderr.stream, signal};
	const code = await status({...nothingGiven, masters: [master.address], ...options}, io);
	await master.close();
	return {code, text: stdout.text(), said: stderr.text(), requests: master.requests};
}

/** How `dmtop wait` ends on a case, after 20 s at the latest. */
export async function waitOn(name: string, argument: string, options: Partial<Options>, rule?: CaseRule) {
	const master = await startCaseMaster(name, rule);
	const clock = createTestClock();
	const stderr = listener();
	const asked = {...nothingGiven, argument, masters: [master.address], timeoutMs: 20_000, ...options};
	const code = await clock.during(wait(asked, {stderr: stderr.stream, terminal: false, signal, clock}));
	await master.close();
	return {code, said: stderr.text()};
}
