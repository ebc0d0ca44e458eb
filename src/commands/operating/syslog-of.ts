import type {Writable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {createSyslog, type Syslog} from '../../gateway/operate/audit-syslog.ts';
import type {Options} from '../args/usage.ts';

/**
 * Where lines of the audit log go beside it; null where nobody asked for that. What is missing there is told on stderr.
 * Closing it takes a second at most.
 */
export function syslogOf(
	{auditSyslog}: Pick<Options, 'auditSyslog'>,
	stderr: Pick<Writable, 'write'>,
	onMissed: () => void = () => {},
): Syslog | null {
	if (!auditSyslog) return null;
	const syslog = createSyslog({onMissed, onTrouble: message => void stderr.write(`dmtop: ${message}\n`)});
	return {...syslog, close: () => Promise.race([syslog.close(), sleep(patienceMs, undefined, {ref: false})])};
}

const patienceMs = 1000;
