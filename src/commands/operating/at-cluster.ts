import {type Clock, systemClock} from '../../clock.ts';
import type {Memory} from '../../gateway/memory/memory.ts';
import type {AuditLog} from '../../gateway/operate/audit.ts';
import type {Options} from '../args/usage.ts';
import {createAsker} from '../ask.ts';
import {exit} from '../exit.ts';
import {auditLogAt, auditPath} from './audit-path.ts';
import type {OperateIo} from './operate-io.ts';
import {syslogOf} from './syslog-of.ts';

/** What is known of the cluster, and what it takes to have it do something. */
export type AtCluster = {
	readonly memory: Memory;
	readonly client: Awaited<ReturnType<typeof createAsker>>['client'];
	readonly audit: AuditLog;
	readonly clock: Clock;
};

/**
 * Asks the cluster once, and does the work with what is known then. What comes before sending may throw where it is
 * interrupted. Returns the exit code of the work.
 */
export async function atCluster(
	options: Options,
	io: OperateIo,
	work: (at: AtCluster) => Promise<number>,
): Promise<number> {
	const clock = io.clock ?? systemClock();
	const asker = await createAsker(options, clock);
	const syslog = syslogOf(options, io.stderr);
	try {
		const asked = await asker.ask(io.signal);
		if (asked.type === 'failed') {
			io.stderr.write(`dmtop: ${asked.failed.message}; nothing was sent\n`);
			return asked.failed.timedOut ? exit.timeout : exit.nobody;
		}
		const audit = auditLogAt(io.auditPath ?? auditPath(), syslog?.copy);
		return await work({memory: asked.memory, client: asker.client, audit, clock});
	} catch (error) {
		if (!io.signal.aborted) throw error;
		io.stderr.write('dmtop: interrupted; nothing was sent\n');
		return exit.interrupted;
	} finally {
		asker.close();
		await syslog?.close();
	}
}
