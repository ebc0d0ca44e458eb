import meow from 'meow';
import {refuseWithoutScreen} from './commands/args/idle.ts';
import {
	flagsOf,
	goesOnWithoutConfig,
	isActing,
	isWriting,
	type Parsed,
	readFlags,
	refuseTwice,
	takesConfig,
} from './commands/args/usage.ts';
import {findConfig} from './commands/config/find-config.ts';
import {interrupted} from './commands/job.ts';
import {watchOutput} from './commands/output.ts';
import {settleIn, type Voice} from './commands/surroundings.ts';

declare const __VERSION__: string;

const version = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0';

void main();

async function main(): Promise<void> {
	const stderr = settleIn(process.env);
	process.on('uncaughtException', error => void complain(error, stderr));
	const output = watchOutput(process.stdout, stderr);
	try {
		const parsed = await parse(process.argv.slice(2));
		process.exitCode = output.codeOf(await run(parsed, stderr));
	} catch (error) {
		process.exitCode = await codeOf(error, stderr);
	}
}

/** Says what ended the program; its exit code. */
async function codeOf(error: unknown, stderr: Voice): Promise<number> {
	const {text, code} = (await import('./commands/complaint.ts')).complaint(error);
	stderr.write(`dmtop: ${text}\n`);
	return code;
}

/** Ends the program at a mistake that nobody awaits. The terminal is given back before it is told. */
async function complain(error: unknown, stderr: Voice): Promise<void> {
	const {text, code} = (await import('./commands/complaint.ts')).complaint(error);
	process.once('exit', () => stderr.write(`dmtop: ${text}\n`));
	process.exit(code);
}

async function parse(argv: readonly string[]): Promise<Parsed> {
	// Else meow would refuse it itself, in words and with an exit code of its own.
	refuseTwice(argv);
	const {input, flags} = meow({
		importMeta: import.meta,
		// Else meow would look for a package.json above the bundle, and find a stranger's.
		pkg: {name: 'dmtop', version},
		argv,
		flags: flagsOf(),
		autoHelp: false,
		autoVersion: false,
		description: false,
	});
	const words = input.map(String);
	return readFlags(words, flags, argv, process.env, await configFor(words, flags));
}

async function configFor(words: readonly string[], flags: Readonly<Record<string, unknown>>) {
	if (!takesConfig(words, flags)) return undefined;
	if (!goesOnWithoutConfig(words, flags, process.env)) return findConfig();
	return findConfig().catch(() => undefined);
}

/** Each command is loaded when it is asked for: `status` does not pay for Ink. */
async function run({command, options}: Parsed, stderr: Voice): Promise<number> {
	const {stdout, env} = process;
	// One that says that it can do nothing, or does not say what it can do, shows no screen.
	const isAble = !['', 'dumb'].includes(env['TERM'] ?? '');
	// Asked last: opening it costs time.
	const terminal = isAble && stdout.isTTY === true && process.stdin.isTTY === true;
	if (isActing(command) || isWriting(command)) {
		const {stdin} = process;
		const io = {stdin, stdout, stderr, env, terminal: stdin.isTTY && stderr.isTTY, signal: interrupted()};
		if (isActing(command)) return (await import('./commands/acts/acts.ts')).actCommands[command](options, io);
		return (await import('./commands/operate.ts')).operate(command, options, io);
	}
	switch (command) {
		case 'help':
			return (await import('./commands/help/help.ts')).help(options, {stdout, version, findConfig});
		case 'complete':
			return (await import('./commands/completion/complete.ts')).complete(options, {stdout, env, findConfig});
		case 'nothing':
			stderr.write(
				`${(await import('./commands/help/summary.ts')).summary()}\ndmtop: no dm-master given: use --master HOST:8261 or set DM_MASTER_ADDR\n`,
			);
			return 2;
		case 'version':
			stdout.write(`${version}\n`);
			return 0;
		case 'status': {
			const {status} = await import('./commands/status.ts');
			return beside(status(options, {stdout, stderr, signal: interrupted()}));
		}
		case 'wait': {
			const {wait} = await import('./commands/wait.ts');
			return beside(wait(options, {stderr, terminal: isAble && stderr.isTTY, signal: interrupted()}));
		}
		case 'cutover': {
			const {cutover} = await import('./commands/cutover/cutover.ts');
			const io = {stdout, stderr, env, version, terminal: isAble && stderr.isTTY, signal: interrupted()};
			return beside(cutover(options, io));
		}
		case 'explain':
			return beside((await import('./commands/explain.ts')).explain(options, {stdout, stderr}));
		case 'history':
			return beside((await import('./commands/history/history.ts')).history(options, {stdout}));
		case 'audit':
			return (await import('./commands/audit/audit.ts')).audit(options, {stdout, stderr});
		case 'info':
			return beside((await import('./commands/info.ts')).info({stdout, env, version}));
		case 'config':
			return (await import('./commands/config/config-command.ts')).config(options, {stdout, stderr, env});
		case 'token':
			return (await import('./commands/token/token.ts')).token(options, {stdout, stderr});
		case 'report':
		case 'record': {
			const io = {stderr, env, version, findConfig, signal: interrupted()};
			if (command === 'record') return (await import('./commands/record/record.ts')).record(options, io);
			return (await import('./commands/record/report.ts')).report(options, io);
		}
		case 'simulate':
			return (await import('./commands/simulate.ts')).simulate(options, {stdout, signal: interrupted()});
		case 'serve':
			return (await import('./commands/serve.ts')).serve(options, {stdout, stderr, version, signal: interrupted()});
		case 'watch':
		case 'demo':
		case 'connect': {
			if (!terminal && !options.plain) {
				refuseWithoutScreen(options);
				const {once} = await import('./commands/once.ts');
				return beside(once(command, options, {stdout, stderr, signal: interrupted()}));
			}
			const io = {stdin: process.stdin, stdout, stderr, env, version, interrupted};
			return (await import('./commands/watch.ts')).watch(command, options, io);
		}
	}
}

/**
 * What becomes of a command that only reads. While it waits for the cluster, what an earlier program left open in the audit
 * log gets its end there: whoever starts next does that.
 */
async function beside(work: number | Promise<number>): Promise<number> {
	const settling = import('./commands/operating/audit-path.ts').then(({settleAudit}) => settleAudit());
	const [code] = await Promise.all([work, settling]);
	return code;
}
