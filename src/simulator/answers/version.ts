import type {DmVersion} from '../world/model.ts';
import {isSince} from '../world/since.ts';

/** What GET /status says. Own builds of DM say `None` where the release stands here. */
export function versionText(dm: DmVersion, release: string | null = releases[dm]): string {
	const lines = [
		`Release Version: ${release ?? 'None'}`,
		'Git Commit Hash: None',
		'Git Branch: None',
		'UTC Build Time: None',
		'Go Version: None',
	];
	if (isSince('6.5', dm)) lines.push('Failpoint Build: false');
	return `${lines.join('\n')}\n`;
}

const releases = {
	'1.0': 'v1.0.7',
	'2.0': 'v2.0.7',
	'6.5': 'v6.5.0',
	'8.5': 'v8.5.7',
	'26.3': 'v26.3.3',
} as const satisfies Record<DmVersion, string>;
