import {systemClock} from '../clock.ts';
import {cleanText} from '../domain/text.ts';
import {startSimulator} from '../simulator/server.ts';
import {createLink} from '../wire/link.ts';
import type {Options} from './args/usage.ts';
import {gatewayLine} from './connecting/gateway-line.ts';
import {exit} from './exit.ts';
import {worldOf} from './simulate.ts';
import {columnsOf, judgedOverview, type StatusIo, status} from './status.ts';
import {listTable} from './table.ts';

/** What the full-screen commands do without a terminal: print what `status` prints, once. */
export async function once(command: 'watch' | 'demo' | 'connect', options: Options, io: StatusIo): Promise<number> {
	if (command === 'watch') return status(options, io);
	if (command === 'connect') return onceFromGateway(await gatewayLine(options, systemClock()), io);
	const simulator = await startSimulator({
		listen: {host: '127.0.0.1', port: 0},
		now: systemClock().now,
		...worldOf(options),
	});
	try {
		await status({...options, masters: [simulator.url]}, io);
		return exit.fine;
	} finally {
		await simulator.close();
	}
}

/** How long somebody's gateway may take to tell its list. */
const patienceMs = 10_000;

function onceFromGateway(
	lineFor: Awaited<ReturnType<typeof gatewayLine>>,
	{stdout, stderr, signal}: StatusIo,
): Promise<number> {
	const clock = systemClock();
	return new Promise(resolve => {
		let beat: number | null = null;
		const shown = (agoMs: number) => new Date(clock.wall() + agoMs).toISOString();
		const finish = (code: number, complaint: string | null) => {
			stop();
			link.close();
			if (complaint !== null) stderr.write(`dmtop: ${complaint}\n`);
			resolve(code);
		};
		const line = lineFor(note => stderr.write(`dmtop: ${cleanText(note)}\n`));
		const link = createLink({
			...line,
			random: Math.random,
			clock,
			onEvent(event) {
				if (event.type === 'link-lost') finish(exit.nobody, event.message);
				if (event.type === 'heartbeat' && event.trouble !== null) {
					const since =
						event.lastGoodAtMs === null ? 'no answer yet' : `last answer ${shown(event.lastGoodAtMs - event.nowMs)}`;
					finish(exit.nobody, `not live, ${since}: ${event.trouble.message}`);
				}
				if (event.type === 'heartbeat') beat = event.nowMs;
				if (event.type !== 'topic' || event.topic !== 'overview' || event.value.cluster.master === null) return;
				stdout.write(listTable(event.value, beat ?? clock.now(), columnsOf(stdout)));
				finish(judgedOverview(event.value), null);
			},
		});
		const stop = clock.after(patienceMs, () =>
			finish(exit.timeout, `${line.where ?? line.url} told no task list in ${patienceMs / 1000} s`),
		);
		signal.addEventListener('abort', () => finish(exit.nobody, null));
		link.setTopics(['overview']);
	});
}
