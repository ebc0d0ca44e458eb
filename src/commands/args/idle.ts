import {UsageError} from '../exit.ts';

/** Flags that do nothing where the rest of the command line is so, and why; `commands` absent = whatever the command is. */
type Idle = {
	readonly flags: readonly string[];
	readonly commands?: readonly string[];
	readonly when: (rest: Rest) => boolean;
	readonly why: string;
};

/** What of the command line decides. */
type Rest = {
	readonly plain: boolean;
	readonly noState: boolean;
	readonly replay: string | null;
	readonly argument: string | null;
};

const idle: readonly Idle[] = [
	{
		flags: ['goto', 'at', 'mouse', 'notify', 'write', 'theme'],
		when: ({plain}) => plain,
		why: '--plain draws no screen',
	},
	{flags: ['stateLimit'], when: ({noState}) => noState, why: '--no-state keeps nothing'},
	{
		flags: ['scenario', 'seed', 'dm', 'trouble'],
		commands: ['simulate'],
		when: ({replay}) => replay !== null,
		why: '--replay plays what was recorded',
	},
	{flags: ['speed'], commands: ['simulate'], when: ({replay}) => replay === null, why: 'it is for --replay'},
	{
		flags: ['role', 'tokenFile'],
		commands: ['token'],
		when: ({argument}) => !/^add\b/.test(argument ?? ''),
		why: 'it is for token add',
	},
	{flags: ['man'], commands: ['help'], when: ({argument}) => argument !== null, why: 'the manual is of all topics'},
	{
		flags: ['owner'],
		commands: ['connect'],
		when: ({argument}) => addressed(argument, /^wss?:/),
		why: 'it is for a socket (unix:PATH)',
	},
	{
		flags: ['sslCa', 'sslCert', 'sslKey'],
		commands: ['connect'],
		when: ({argument}) => argument === null || addressed(argument, /^unix:/),
		why: 'it is for wss://',
	},
	{
		flags: ['insecureNetwork'],
		commands: ['connect'],
		when: ({argument}) => argument === null || addressed(argument, /^(?:unix|wss):/),
		why: 'it is for ws://',
	},
];

/** Throws a UsageError where a flag was typed that does nothing as the rest is: who typed it would wait for it in vain. */
export function refuseIdle(
	command: string,
	rest: Rest,
	given: Readonly<Record<string, unknown>>,
	/** As a flag is typed: `--lag-limit`. */
	typed: (flag: string) => string,
): void {
	for (const {flags, commands, when, why} of idle) {
		if (commands !== undefined && !commands.includes(command)) continue;
		const flag = flags.find(it => isGiven(given[it]));
		if (flag !== undefined && when(rest)) throw new UsageError(`${typed(flag)} does nothing here: ${why}`);
	}
}

/** Throws a UsageError where what is for the full screen was typed and there is no terminal to draw it on. */
export function refuseWithoutScreen({
	goto,
	at,
	mouse,
	notify,
	write,
}: {
	readonly goto: string | null;
	readonly at: unknown;
	readonly mouse: boolean;
	readonly notify: string | null;
	readonly write: boolean;
}): void {
	const flag = Object.entries({goto, at, mouse, notify, write}).find(
		([, value]) => value !== null && value !== false,
	)?.[0];
	if (flag !== undefined)
		throw new UsageError(`--${flag} is for the full screen, and here is no terminal: the list is printed once`);
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

/** Whether all of the gateways that are named are of that kind. */
function addressed(argument: string | null, kind: RegExp): boolean {
	return argument?.split(',').every(address => kind.test(address.trim())) ?? false;
}
