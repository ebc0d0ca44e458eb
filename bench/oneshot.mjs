import {ask, taskNames} from './lib/conversation.mjs';
import {median, ms, percentile, table, times} from './lib/figures.mjs';
import {bin, startMaster, wallTime} from './lib/processes.mjs';
import {startSlow} from './lib/slow.mjs';

/** How long the slow master takes for each request. */
const takesMs = 100;

/** The commands that ask once, against a master that takes its time for each request: they ask in two rounds. */
export async function bench({pairs}) {
	// Its tasks are few enough for their configurations to be asked for at once.
	const master = await startMaster('--scenario', 'healthy');
	const slow = await startSlow(master.address, takesMs);
	const [task] = taskNames(await ask(master.address, '/apis/v1alpha1/status/'));
	const commands = [['status'], ['status', task], ['wait', task, '--for', 'running']];
	const rows = [['', 'p50', 'p90', 'at once', 'rounds', 'of bare + start + 2 requests', 'target']];
	await wallTime(['-e', '0']);
	for (const command of commands) {
		const [quick, late, shares] = [[], [], []];
		for (let pair = 0; pair < pairs; pair++) {
			quick.push(await wallTime([bin, ...command, '--master', master.address]));
			late.push(await wallTime([bin, ...command, '--master', slow.address]));
			shares.push(late[pair] / (quick[pair] + 2 * takesMs));
		}
		const rounds = slow.rounds() / pairs;
		slow.forget();
		const name = command.map(word => (word === task ? 'TASK' : word)).join(' ');
		const figures = [ms(median(late)), ms(percentile(late, 90)), ms(median(quick))];
		rows.push([name, ...figures, rounds.toFixed(1), times(median(shares)), '<= 1.20x']);
	}
	slow.end();
	master.end();
	table(rows);
}
