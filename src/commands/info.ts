import type {Writable} from 'node:stream';
import {cleanText} from '../domain/text.ts';
import {refusedPath} from '../gateway/operate/audit.ts';
import {configFiles, configFilesThere} from './config/config-files.ts';
import {configPath, tokensPath} from './connecting/config-path.ts';
import {exit} from './exit.ts';
import {auditPath, noAuditPath} from './operating/audit-path.ts';
import {personOf} from './operating/person.ts';
import {stateFolder} from './own-gateway/state-order.ts';

export type InfoIo = {
	readonly stdout: Writable;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly version: string;
};

/** Prints what this dmtop is, where it keeps what, and whom it would ask; asks nobody. */
export function info({stdout, env, version}: InfoIo): number {
	const {user, host, sshClient} = personOf(env);
	const master = env['DM_MASTER_ADDR'];
	const audit = auditPath();
	const there = configFilesThere();
	const lines = [
		['dmtop', version],
		['node', process.version],
		['audit log', audit ?? `none: ${noAuditPath}`],
		...(audit === null ? [] : [['refusals', refusedPath(audit)]]),
		['state', stateFolder() ?? 'none'],
		[
			'audited as',
			`${user ?? 'unknown user'}@${host ?? 'unknown host'}${sshClient === null ? '' : ` from ${sshClient}`}`,
		],
		['tokens', tokensPath(null) ?? 'none: no folder of settings is known'],
		['gateways known', configPath('known_gateways') ?? 'none: no folder of settings is known'],
		['DM_MASTER_ADDR', master ? master : 'not set'],
		['settings', there.length === 0 ? `none (${configFiles().join(', ')})` : there.join(', ')],
	];
	stdout.write(`${lines.map(([name = '', value = '']) => `${name.padEnd(15)} ${cleanText(value)}`).join('\n')}\n`);
	return exit.fine;
}
