import type {CommandName} from './usage.ts';

export type CommandWords = {
	/** What follows `dmtop`. */
	readonly usage: readonly string[];
	/** In the list of all commands, a line or two. */
	readonly text: string;
	/** What else its own help says, in paragraphs. */
	readonly more: readonly string[];
};

/** What the help, the manual and the completions of shells say of each command, in the order of the help. */
export const commandWords = {
	watch: {
		usage: ['--master HOST:8261'],
		text: 'full-screen monitor (or set DM_MASTER_ADDR)',
		more: [
			'One line a task, the worst on top, and below it why and what to do. It starts read-only; W allows writing for ten minutes.',
			'Without a terminal, or where TERM is dumb or not set, the list is printed once.',
			'What the keys do: dmtop help keys. What the letters mean: dmtop help letters.',
		],
	},
	demo: {usage: ['demo'], text: 'the same on a simulated cluster', more: ['Nothing that is done there does anything.']},
	serve: {
		usage: ['serve --master HOST:8261'],
		text: 'the gateway alone, for a team',
		more: [
			'It asks the cluster once for all who look, remembers what happened meanwhile, and answers other programs over HTTP: /healthz, /readyz and /metrics.',
			'Without --listen it listens on a socket where dmtop connect of the same user finds it. A port always asks for a token.',
		],
	},
	connect: {
		usage: ['connect [ADDRESS]'],
		text: "full-screen monitor on someone's gateway: unix:PATH, wss://HOST:PORT; without one, that of this host",
		more: [
			'Several addresses with commas between them are gateways of one cluster: where one cannot be reached or is lost, the next is tried.',
		],
	},
	token: {
		usage: ['token add NAME --role ROLE', 'token list', 'token revoke NAME'],
		text: 'let somebody come to a gateway on a port: ROLE is read, operate or admin; token list, token revoke NAME',
		more: ['Only the hash of a token is kept. Who came in with a revoked one is cut off within a second.'],
	},
	status: {
		usage: ['status [TASK]'],
		text: 'print the list, or one task, once',
		more: [
			'The exit code is 1 when something is wrong. The keys of --json are a contract: some may be added, none changes.',
		],
	},
	wait: {
		usage: ['wait TASK --for STATE'],
		text: 'block until the task is in that state',
		more: ['The exit code is 1 as soon as it can no longer come true, and 4 after --timeout.'],
	},
	cutover: {
		usage: ['cutover TASK...'],
		text: 'watch until the target can take over, with a report',
		more: [],
	},
	history: {
		usage: ['history'],
		text: 'what happened in the last hours, from what a gateway has kept; asks nobody',
		more: [
			'What needed a person and for how long, what DM healed by itself, the largest lags, operations with who and outcome, and how much was read: a page for the hand-over to the next shift. --master names the cluster.',
		],
	},
	pause: {
		usage: ['pause TASK'],
		text: 'pause a task, or its part on some sources; asks first',
		more: ['It asks on a terminal, and needs --yes elsewhere. What DM answers is told of each source.'],
	},
	resume: {
		usage: ['resume TASK'],
		text: 'resume what is paused, or has failed; asks first',
		more: ['It asks on a terminal, and needs --yes elsewhere. What DM answers is told of each source.'],
	},
	stop: {
		usage: ['stop TASK'],
		text: 'stop a task, which has to be started again with its file; asks first',
		more: ['It asks on a terminal, and needs --yes elsewhere. What DM answers is told of each source.'],
	},
	relay: {
		usage: ['relay pause SOURCE', 'relay resume SOURCE', 'relay start SOURCE'],
		text: 'pause, resume or start the relay of a source; asks first',
		more: [
			'It asks on a terminal, and needs --yes elsewhere; --dry-run shows what depends on the relay, the request and the line of dmctl, and sends nothing.',
			'It is done once the status shows it, whatever DM answers.',
		],
	},
	lock: {
		usage: ['lock list', 'lock unlock ID'],
		text: 'the DDL locks as the master holds them, also those left over; unlock a pessimistic one',
		more: [
			'Unlocking says who executes the DDL, who skips it and who is forgotten, and asks for the name of the task; twice where a source may still read towards the DDL, and --yes is not enough there. Optimistic locks are not unlocked.',
		],
	},
	source: {
		usage: ['source pause SOURCE', 'source resume SOURCE'],
		text: 'pause all tasks that run on a source, on it alone; resume those that this has paused',
		more: ['One after another, and the first failure stops the rest. The audit log tells which were paused so.'],
	},
	validation: {
		usage: ['validation start TASK --source SOURCE', 'validation stop TASK --source SOURCE'],
		text: 'start or stop the validator of a task at a source (from 6.2 on); asks first',
		more: ['Errors of rows are listed only after the next flush of DM, which is 5 minutes by default.'],
	},
	skip: {
		usage: ['skip TASK --source SOURCE'],
		text: 'skip the DDL at which a task fails at a source (from 2.0 on); asks first',
		more: ['It is watched whether the skip holds: where the checkpoint lies in an earlier binlog file, it is lost.'],
	},
	start: {
		usage: ['start FILE'],
		text: 'start a task from its file, after DM has checked it; asks first',
		more: [
			'What the check has found is shown first, and where it fails nothing is started; --check-only ends there. With --source only its part at that source is started. It is done once the status shows it: DM answers true of the whole also where a source has failed.',
			'The file has to hold the passwords: what DM gives of a running task has ****** in their place. Of the file only the names of the task and its sources are shown or logged.',
		],
	},
	explain: {
		usage: ['explain CODE|TEXT', 'explain --list'],
		text: 'what an error means and what to do about it; asks nobody',
		more: ['It takes a code of DM, a number of MySQL or TiDB, a piece of an error or a whole message, in quotes.'],
	},
	simulate: {
		usage: ['simulate'],
		text: 'a simulated dm-master alone',
		more: ['With --replay it plays what a real one answered.'],
	},
	audit: {
		usage: ['audit'],
		text: 'who did what through dmtop, and whether that log can be trusted',
		more: [],
	},
	config: {
		usage: ['config init', 'config check', 'config show'],
		text: 'write a first file of settings: clusters, limits, colours, keys; config check tells what is wrong with it, config show what holds',
		more: [
			'It is config.yaml in ~/.config/dmtop, over that in /etc/dmtop. Clusters are given there by name, and with several of them dmtop alone shows all: clusters: {sh-main: {masters: [10.0.0.5:8261], label: prod}}. Keys of the full screen are given anew there too, by the names that dmtop help keys tells: keys: {why: [e, F2]}.',
			'init takes over --master and --ssl-…, or what the environment tells dmctl. check tells all mistakes at once. show hides secrets.',
		],
	},
	report: {
		usage: ['report [FILE]'],
		text: 'write one file for a report of a mistake: versions, terminal, settings, newest answers and events',
		more: [
			'Secrets are not in it, and with --anonymous no names either. Read it before you give it away. dmtop simulate --replay FILE shows it.',
		],
	},
	record: {
		usage: ['record FILE'],
		text: 'record what the cluster answers, until Ctrl-C',
		more: ['dmtop simulate --replay FILE plays it.'],
	},
	info: {usage: ['info'], text: 'where dmtop keeps what, and what it would ask', more: []},
	help: {
		usage: ['help [TOPIC]'],
		text: 'about a command, or screen, keys, columns, letters, filter, acts, now, environment or exit-codes',
		more: ['With --man it prints the whole manual, for man -l.'],
	},
	complete: {
		usage: ['complete SHELL'],
		text: 'the completions for bash, zsh or fish; for bash: source <(dmtop complete bash)',
		more: [],
	},
} as const satisfies Record<CommandName, CommandWords>;
