import type {Flag} from './usage.ts';
import {dmVersions, metricsModes, notifies, roles, scenarios, symbolSets, themes, waitStates} from './values.ts';
import type {Named} from './verbs.ts';

/** Under which title the help has a flag; in the order of the help. */
export const flagSections = {
	which: 'Which cluster',
	asking: 'Asking a dm-master',
	limits: 'Limits of a warning (full screen, serve, status)',
	kept: 'What is kept for the next start (full screen, serve)',
	writing: 'Writing',
	printing: 'What is printed',
	waiting: 'wait, cutover',
	audit: 'audit',
	recording: 'report, record',
	door: 'A gateway and its viewers (serve, connect, token)',
	simulating: 'demo, simulate',
	screen: 'Screen (full screen, demo, connect)',
	other: 'Everywhere',
} as const;

/** Of what the cluster, its gateway or a file of this host tells the names. */
export type CompletedName = 'cluster' | Exclude<Named, 'new'>;

export type FlagWords = {
	readonly section: keyof typeof flagSections;
	/** What its value is called in the help; null where it takes none. */
	readonly value: string | null;
	/** Goes on behind the flag, and behind commas: no full stop. */
	readonly text: string;
	/** What a shell completes its value with; absent = with nothing. */
	readonly completes?: 'file' | 'folder' | CompletedName | readonly string[];
};

/** What the help, the manual and the completions of shells say of each flag. */
export const flagWords = {
	cluster: {
		section: 'which',
		value: 'NAME',
		text: 'one of the file of settings, instead of --master; may be given several times, or all (full screen, status); or DMTOP_CLUSTER. Without it, DM_MASTER_ADDR, else those of the file',
		completes: 'cluster',
	},
	master: {
		section: 'asking',
		value: 'HOST:PORT',
		text: 'may be given several times; the next is tried when one is gone (or set DM_MASTER_ADDR)',
	},
	worker: {
		section: 'asking',
		value: 'HOST:PORT',
		text: 'a worker of DM 1.0, where one answer for all is too large and the master names none; give each of them',
	},
	every: {
		section: 'asking',
		value: 'DURATION',
		text: 'how often to ask, such as 500ms or 3s (3s; demo 1s; at least 500ms)',
	},
	workerMetrics: {
		section: 'asking',
		value: 'HOW',
		text: 'auto or off: while a task lags, its worker is asked for its /metrics, each 15 s at most, to tell who is slow (auto; full screen, serve)',
		completes: metricsModes,
	},
	sslCa: {
		section: 'asking',
		value: 'FILE',
		text: "the authority of dm-master's certificate; of the gateway's for connect, where else the certificate of the first time is kept in known_gateways, and another one refused",
		completes: 'file',
	},
	sslCert: {section: 'asking', value: 'FILE', text: 'your certificate, where one is asked for', completes: 'file'},
	sslKey: {section: 'asking', value: 'FILE', text: 'the key of your certificate', completes: 'file'},
	lagLimit: {section: 'limits', value: 'DURATION', text: 'a lag above this is !, such as 60s or 5m (60s)'},
	stallAfter: {
		section: 'limits',
		value: 'DURATION',
		text: 'a Sync that has not moved for so long is !, such as 3m (3m)',
	},
	ageLimit: {
		section: 'limits',
		value: 'DURATION',
		text: 'an answer older than this is old, such as 10s (two polls; full screen)',
	},
	state: {
		section: 'kept',
		value: 'DIR',
		text: 'events, history and since when, a file for each cluster, which sqlite3 reads (see dmtop info); --no-state keeps nothing',
		completes: 'folder',
	},
	stateLimit: {section: 'kept', value: 'SIZE', text: 'how large a file may become, such as 512MB (512MB)'},
	keepReadings: {
		section: 'kept',
		value: 'DURATION',
		text: 'how long what was read is kept to be looked back at ([ and ]), such as 24h, in 300 MB at most; 0h keeps none (24h)',
	},
	write: {
		section: 'writing',
		value: null,
		text: 'the full screen starts RW (else RO, and W allows it for 10 minutes)',
	},
	readOnly: {section: 'writing', value: null, text: 'never write; whatever sends something refuses'},
	allowOperate: {section: 'writing', value: null, text: 'let viewers operate through this gateway'},
	source: {
		section: 'writing',
		value: 'SOURCE',
		text: 'only its part of the task; may be given several times (skip, start: one)',
		completes: 'source',
	},
	yes: {section: 'writing', value: null, text: 'do not ask'},
	checkOnly: {section: 'writing', value: null, text: "only have DM check the task's file; start nothing"},
	dryRun: {
		section: 'writing',
		value: null,
		text: 'print what would be done and sent, and the line of dmctl; send nothing',
	},
	auditSyslog: {
		section: 'writing',
		value: null,
		text: "send each line of the audit log to the system's log as well, by logger",
	},
	json: {section: 'printing', value: null, text: 'print JSON'},
	watch: {section: 'printing', value: 'SECONDS', text: 'print again every so many seconds'},
	list: {section: 'printing', value: null, text: 'all that is known, one line each'},
	for: {section: 'waiting', value: 'STATE', text: waitStates.join(', '), completes: waitStates},
	stable: {
		section: 'waiting',
		value: 'DURATION',
		text: 'it must hold at every poll for so long, such as 60s (wait: once is enough; cutover 60s)',
	},
	timeout: {section: 'waiting', value: 'DURATION', text: 'give up after so long, such as 2h (wait: never; cutover 2h)'},
	frozen: {section: 'waiting', value: 'DURATION', text: 'the upstream must not have moved for so long (30s)'},
	report: {
		section: 'waiting',
		value: 'FILE',
		text: 'write a document for the change record, in Markdown; a file that is there already is not written over',
		completes: 'file',
	},
	stay: {section: 'waiting', value: null, text: 'go on watching when all is green, until it is interrupted'},
	since: {
		section: 'audit',
		value: 'WHEN',
		text: 'lines of the last 24h (history: 8h unless told), or since a time such as 2026-11-27T14:00',
	},
	task: {section: 'audit', value: 'TASK', text: 'lines about that task', completes: 'task'},
	markdown: {section: 'printing', value: null, text: 'print a document in Markdown (history)'},
	verify: {
		section: 'audit',
		value: null,
		text: 'whether the log still is what was written; names the first line that is not',
	},
	anonymous: {
		section: 'recording',
		value: null,
		text: 'replace the names of tasks, sources, workers, hosts, schemas and tables',
	},
	sizeLimit: {section: 'recording', value: 'SIZE', text: 'how large the file may become (256MB)'},
	listen: {
		section: 'door',
		value: 'WHERE',
		text: 'unix:PATH, a socket of this host, or HOST:PORT; port 0 takes a free one (serve: a socket where connect finds it; simulate: 127.0.0.1:8261)',
	},
	viewers: {section: 'door', value: 'N', text: 'let in so many viewers at most (64)'},
	group: {section: 'door', value: 'NAME', text: 'open the socket to this group too'},
	tokens: {
		section: 'door',
		value: 'FILE',
		text: 'the tokens that a gateway asks for, on a port always, on a socket only where this is given (tokens in the folder of settings)',
		completes: 'file',
	},
	tokenFile: {
		section: 'door',
		value: 'FILE',
		text: 'where your own token is (or DMTOP_TOKEN_FILE); token add writes the new one there',
		completes: 'file',
	},
	role: {
		section: 'door',
		value: 'ROLE',
		text: 'what a new token allows: read, operate, or admin, who may do too what nothing undoes',
		completes: roles,
	},
	tlsCert: {section: 'door', value: 'FILE', text: 'wss:// on a port, with this certificate', completes: 'file'},
	tlsKey: {section: 'door', value: 'FILE', text: 'the key of that certificate', completes: 'file'},
	tlsClientCa: {
		section: 'door',
		value: 'FILE',
		text: 'viewers need a certificate of this authority too',
		completes: 'file',
	},
	insecureNetwork: {
		section: 'door',
		value: null,
		text: 'without TLS beyond this machine: everybody on the way reads it, and the tokens',
	},
	owner: {section: 'door', value: 'NAME', text: "trust a gateway of this user, beside one's own and root's"},
	scenario: {section: 'simulating', value: 'NAME', text: scenarios.join(', '), completes: scenarios},
	seed: {section: 'simulating', value: 'N', text: 'another run of the same scenario'},
	dm: {
		section: 'simulating',
		value: 'VERSION',
		text: `which DM to simulate: ${dmVersions.join(', ')}`,
		completes: dmVersions,
	},
	trouble: {
		section: 'simulating',
		value: 'WHAT',
		text: 'how it fails at operations, such as slow:TASK:20s, late:TASK:10s, refuses:TASK:SOURCE, cut-before:TASK, cut-after:TASK, invalid-op:TASK, in-use:TASK, relapses:TASK; * is every task; or hangs:SOURCE, whose upstream accepts and says nothing; may be given several times',
	},
	replay: {
		section: 'simulating',
		value: 'FILE',
		text: 'serve a recorded timeline instead',
		completes: 'file',
	},
	speed: {section: 'simulating', value: 'N', text: 'replay so many times as fast'},
	ascii: {
		section: 'screen',
		value: null,
		text: 'nothing but ASCII (--symbols ascii); so by itself on the console of Linux, and where LANG names no UTF-8',
	},
	plain: {
		section: 'screen',
		value: null,
		text: 'no screen: the list once, and then one line for each change, for screen readers and logs',
	},
	at: {
		section: 'screen',
		value: 'TIME',
		text: 'begin with what was known then: 03:12 (today or yesterday, whichever is past), or a time such as 2026-11-27T03:12',
	},
	goto: {
		section: 'screen',
		value: 'PLACE',
		text: 'begin at task/NAME, task/NAME/why, sources?filter=TEXT and the like; Ctrl-g copies the place that is shown',
	},
	mouse: {
		section: 'screen',
		value: null,
		text: 'the wheel moves, a click selects and opens (with Shift it marks text as ever)',
	},
	notify: {
		section: 'screen',
		value: 'HOW',
		text: 'ring, and show a text where the terminal can, when a task needs a person or tells nothing: auto, bell, or the number of the sequence: 9, 777, 99',
		completes: notifies,
	},
	theme: {
		section: 'screen',
		value: 'NAME',
		text: `${themes.join(', ')}; all take the terminal's own 16 colours`,
		completes: themes,
	},
	symbols: {section: 'screen', value: 'NAME', text: symbolSets.join(' or '), completes: symbolSets},
	origin: {section: 'other', value: null, text: 'where each setting comes from (config show)'},
	man: {section: 'other', value: null, text: 'print the manual as man reads it'},
	help: {section: 'other', value: null, text: 'this help; behind a command, that of the command'},
	version: {section: 'other', value: null, text: 'which dmtop this is'},
} as const satisfies Record<Flag, FlagWords>;
