// npm run bench [name…] [-- --minutes N …]: measures the built program, always against a yardstick of the same run.
import {parseArgs} from 'node:util';
import {cleanUp} from './lib/processes.mjs';

const names = [
	'start',
	'oneshot',
	'bytes',
	'frames',
	'screens',
	'huge',
	'operate',
	'viewers',
	'team',
	'state',
	'past',
	'lag',
	'locks',
];
/** What needs more than a build: `npm run package`. */
const others = ['executable'];

const {positionals, values} = parseArgs({
	allowPositionals: true,
	options: {
		/** How long `huge` watches the memory. */
		minutes: {type: 'string', default: '1'},
		/** How long `bytes` watches the storm, and then the idle screen, `viewers` each number of viewers, a third of it, and `team` each of its parts. */
		seconds: {type: 'string', default: '60'},
		/** How many hours `state` lets a small cluster live. */
		hours: {type: 'string', default: '24'},
		/** How many pairs `start`, `oneshot`, `frames`, `screens` and `executable` measure, a sixth of the keys, and an eighth of the operations. */
		pairs: {type: 'string', default: '25'},
	},
});

const unknown = positionals.filter(name => ![...names, ...others].includes(name));
if (unknown.length > 0) {
	process.stderr.write(`received "${unknown[0]}", expected one of ${[...names, ...others].join(', ')}\n`);
	process.exit(2);
}

const options = {
	minutes: Number(values.minutes),
	seconds: Number(values.seconds),
	hours: Number(values.hours),
	pairs: Number(values.pairs),
};

try {
	for (const name of positionals.length === 0 ? names : positionals) {
		const {bench} = await import(`./${name}.mjs`);
		process.stdout.write(`\n${name}\n`);
		await bench(options);
	}
} finally {
	await cleanUp();
}
process.exit();
