import {sleep} from '../../src/clock.ts';
import {type Gateway, type GatewayOptions, startGateway} from '../../src/gateway/gateway.ts';
import {type Replay, startReplay} from '../../src/simulator/replay.ts';
import {type Simulator, type SimulatorOptions, startSimulator} from '../../src/simulator/server.ts';
import {hotkeys} from '../../src/tui/keys/hotkeys.ts';
import {runTui} from '../../src/tui/shell/run.tsx';
import {createLink} from '../../src/wire/link.ts';
import {createTestClock, type TestClock} from './clock.ts';
import {loopbackDoor, testKeys, testToken} from './keys.ts';
import {fakeTerminal} from './terminal.ts';

/** Someone who looks at the screen and presses keys, in front of a whole system: masters, gateway and full screen. */
export type Robot = {
	/** The simulated masters, in the order in which they are asked. */
	readonly masters: readonly [Simulator, ...Simulator[]];
	/** The one clock of all of them. Time passes only while somebody waits for something. */
	readonly clock: TestClock;
	/** The lines on the screen. */
	screen(): readonly string[];
	/** Resolves once a line holds each of these texts; rejects with the screen when that takes too many turns of the clock. */
	until(...texts: readonly string[]): Promise<void>;
	/** Resolves once the screen is like this; `wanted` says it in words. */
	untilIt(wanted: string, met: (screen: readonly string[]) => boolean): Promise<void>;
	/** Presses the key that the key table has for this, by its id. */
	press(id: string): void;
	/** Types this, as one chunk. */
	type(text: string): void;
	/** Moves the cursor to the row of this task or source. */
	select(name: string): Promise<void>;
	/** The row of this task or source, null while there is none. */
	row(name: string): string | null;
	/** The row that the cursor is on. */
	cursorRow(): string;
	/** All that the screen was made of so far, with its escapes. */
	written(): string;
	/** One more full screen on the same gateway. */
	another(): Promise<Screen>;
	/** The gateway goes away, and another one comes up on the same port; it asks the same masters unless told. */
	gatewayDown(): Promise<void>;
	gatewayUp(masters?: readonly string[]): Promise<void>;
	/** Quits, and takes everything down. */
	leave(): Promise<void>;
};

type World = Pick<SimulatorOptions, 'scenario' | 'dm'>;

export type RobotOptions = World & {
	readonly columns?: number;
	readonly rows?: number;
	readonly masters?: number;
	/** Whether the gateway writes; left out, it only watches. */
	readonly writing?: GatewayOptions['writing'];
	/** The viewer itself writes nothing. */
	readonly readOnly?: boolean;
	/** By how much the gateway's clock is ahead of the viewer's. */
	readonly gatewayAheadMs?: number;
	/** How often the masters are asked. */
	readonly everyMs?: number;
	/** What goes wrong at the first master with operations. */
	readonly troubles?: SimulatorOptions['troubles'];
};

/** One of several in front of the same gateway. */
export type Screen = Omit<Robot, 'masters' | 'gatewayDown' | 'gatewayUp' | 'another'>;

const anyPort = {host: '127.0.0.1', port: 0};

/** Someone in front of a recording. */
export type ReplayRobot = Viewer & {readonly replay: Replay};

/** What a robot sees and does on its screen. */
type Viewer = Omit<Robot, 'masters'>;

/** Starts a recorded timeline as a dm-master, a gateway that asks it, and the full screen on that gateway. */
export async function startReplayRobot(file: string, columns: number, rows: number): Promise<ReplayRobot> {
	// The clock stands still: the recording goes on where a test says so.
	const replay = await startReplay({listen: anyPort, file, now: () => 0});
	const viewer = await startViewer(createTestClock(), [new URL(replay.url).host], columns, rows);
	return {
		...viewer,
		replay,
		async leave() {
			await viewer.leave();
			await replay.close();
		},
	};
}

/** Starts simulated masters, a gateway that asks them, and the full screen on that gateway, over real connections. */
export async function startRobot(options: RobotOptions = {}): Promise<Robot> {
	const {scenario = 'healthy', dm = '6.5', columns = 120, rows = 40} = options;
	const {troubles} = options;
	const clock = createTestClock();
	const wait = (ms: number, signal: AbortSignal) => sleep(clock, ms, signal);
	const startMaster = () =>
		startSimulator({listen: anyPort, scenario, dm, now: clock.now, wait, ...(troubles && {troubles})});
	const masters: [Simulator, ...Simulator[]] = [await startMaster()];
	while (masters.length < (options.masters ?? 1)) masters.push(await startMaster());
	const viewer = await startViewer(
		clock,
		masters.map(({url}) => new URL(url).host),
		columns,
		rows,
		options,
	);
	return {
		...viewer,
		masters,
		async leave() {
			await viewer.leave();
			for (const master of masters) await master.close();
		},
	};
}

/** A gateway that asks these masters, and a full screen on it. */
async function startViewer(
	clock: TestClock,
	addresses: readonly string[],
	columns: number,
	rows: number,
	options: Pick<RobotOptions, 'writing' | 'readOnly' | 'everyMs' | 'gatewayAheadMs'> = {},
): Promise<Viewer> {
	const {gatewayAheadMs: aheadMs = 0} = options;
	const gatewayClock = {...clock, now: () => clock.now() + aheadMs, wall: () => clock.wall() + aheadMs};
	const startAsking = (port: number, masters = addresses) => {
		return startGateway({
			door: loopbackDoor(port),
			keys: testKeys,
			masters,
			everyMs: options.everyMs ?? 100,
			...(options.writing && {writing: options.writing}),
			program: 'dmtop test',
			clock: gatewayClock,
			random: Math.random,
		});
	};
	let gateway: Gateway | null = await startAsking(0);
	const {url} = gateway;
	const screen = startScreen(clock, url, columns, rows, options.readOnly);
	return {
		...screen,
		another: async () => startScreen(clock, url, columns, rows),
		async gatewayDown() {
			if (gateway !== null) await clock.during(gateway.close());
			gateway = null;
		},
		async gatewayUp(masters) {
			gateway = await startAsking(Number(new URL(url).port), masters);
		},
		async leave() {
			await screen.leave();
			if (gateway !== null) await clock.during(gateway.close());
		},
	};
}

/** A full screen on the gateway of that address. */
function startScreen(clock: TestClock, url: string, columns: number, rows: number, readOnly = false): Screen {
	const terminal = fakeTerminal(columns, rows, clock);
	const done = runTui({
		createLink: onEvent => createLink({url, token: testToken, onEvent, random: Math.random, clock}),
		stdin: terminal.stdin,
		stdout: terminal.stdout,
		colours: false,
		tmux: false,
		title: null,
		by: {user: 'ops', host: 'bastion2', sshClient: '10.0.0.7 51000 22'},
		readOnly,
		clock,
		everyTickMs: 100,
		settleMs: 0,
		onHangup: () => {},
	});

	const robot: Screen = {
		clock,
		screen: terminal.screen,
		until: (...texts) =>
			robot.untilIt(texts.join(' … '), screen => screen.some(line => texts.every(text => line.includes(text)))),
		async untilIt(wanted, met) {
			await terminal.until(met).catch(() => {
				throw new Error(`not on the screen: ${wanted}\n${terminal.screen().join('\n')}`);
			});
		},
		press: id => terminal.type(bytesOf(id)),
		type: text => terminal.type(text),
		async select(name) {
			await robot.untilIt(`a row of ${name}`, () => robot.row(name) !== null);
			while (!isRowOf(robot.cursorRow(), name)) {
				const before = robot.cursorRow();
				const lines = robot.screen();
				const [from, to] = [lines.indexOf(before), lines.findIndex(line => isRowOf(line, name))];
				robot.press(from < to ? 'down' : 'up');
				await robot.untilIt(`the cursor has left ${before}`, () => robot.cursorRow() !== before);
			}
		},
		row: name => robot.screen().find(line => isRowOf(line, name)) ?? null,
		cursorRow: () => robot.screen().find(line => line.startsWith('>')) ?? '',
		written: () => terminal.chunks.join(''),
		async leave() {
			// While something is under way it is asked for twice.
			robot.press('quit');
			robot.press('quit');
			(await clock.during(done)).end();
			terminal.dispose();
		},
	};
	return robot;
}

/** Cursor, letter, mark of a change, name: `>X*orders_merge `. */
function isRowOf(line: string, name: string): boolean {
	return /^[ >][^ ][ *✓] $/.test(line.slice(0, 4)) && line.slice(4).startsWith(`${name} `);
}

/** What a terminal sends for the key that the table names first. */
function bytesOf(id: string): string {
	const key = hotkeys.find(hotkey => hotkey.id === id)?.keys[0];
	if (key === undefined) throw new Error(`the key table has no ${id}, only ${hotkeys.map(each => each.id).join(', ')}`);
	if (key.length === 1) return key;
	const [, letter] = /^ctrl-(.)$/.exec(key) ?? [];
	const bytes = letter === undefined ? namedKeys[key] : String.fromCharCode(letter.charCodeAt(0) - 96);
	if (bytes === undefined) throw new Error(`what a terminal sends for ${key} is not written down here`);
	return bytes;
}

const namedKeys: Readonly<Record<string, string>> = {
	enter: '\r',
	esc: '\u001B',
	tab: '\t',
	'shift-tab': '\u001B[Z',
	pgdn: '\u001B[6~',
	pgup: '\u001B[5~',
};
