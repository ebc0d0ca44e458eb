import {systemClock} from '../clock.ts';
import {cleanText} from '../domain/text.ts';
import {startSimulator} from '../simulator/server.ts';
import type {Options} from './args/usage.ts';
import {gatewayLine} from './connecting/gateway-line.ts';
import {exit} from './exit.ts';
import {connectionFlags} from './operating/connection.ts';
import {worldOf} from './simulate.ts';
import {columnsOf, type StatusIo, status} from './status.ts';
import {listTable} from './table.ts';
import {askGateway} from './telling/ask-gateway.ts';
import {judgedOverview} from './telling/judged.ts';

/** What the full-screen commands do without a terminal: print what `status` prints, once. */
export async function once(command: 'watch' | 'demo' | 'connect', options: Options, io: StatusIo): Promise<number> {
	if (command === 'watch') return status(options, io);
	if (command === 'connect') return onceFromGateway(await gatewayLine(options, systemClock()), options, io);
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

/** Prints the list that somebody's gateway tells. */
async function onceFromGateway(
	lineFor: Awaited<ReturnType<typeof gatewayLine>>,
	options: Options,
	{stdout, stderr, signal}: StatusIo,
): Promise<number> {
	const line = lineFor(({text}) => stderr.write(`dmtop: ${cleanText(text)}\n`));
	const told = await askGateway(line, {clock: systemClock(), signal, whole: false});
	if (told.type === 'failed') {
		if (!signal.aborted) stderr.write(`dmtop: ${told.message}\n`);
		return told.timedOut ? exit.timeout : exit.nobody;
	}
	const around = {locks: [], connection: options.cluster === null ? null : connectionFlags(options)};
	stdout.write(listTable(told.overview, told.heartbeat.nowMs, columnsOf(stdout), around));
	return judgedOverview(told.overview);
}
