import {availableParallelism} from 'node:os';
import {defineConfig} from 'vitest/config';
import {BaseSequencer, type TestSpecification} from 'vitest/node';

/**
 * The files that take longest, longest first: begun last, one of them would run on alone. What starts programs mostly
 * waits for them, so that one worker more than there are cores has something to do.
 */
const long = [
	'tui/wrong-target',
	'program.operate',
	'program',
	'program.sharing',
	'program.terminal',
	'gateway/serve/faults',
	'walk',
	'operate.system',
	'system',
	'cases/gone',
	'tui/lists',
	'tui/hostile',
	'gateway/past/past',
	'past.system',
	'tui/ui/app',
	'tui/operate/frames',
	'tui/pages',
	'operations.matrix',
	'tui/screens',
	'program.tmux',
];

class LongFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const place = ({moduleId}: TestSpecification) => {
			const at = long.findIndex(name => new RegExp(`/test/${name}\\.test\\.tsx?$`).test(moduleId));
			return at < 0 ? long.length : at;
		};
		return (await super.sort(files)).sort((a, b) => place(a) - place(b));
	}
}

export default defineConfig({
	// With the React that the built program has: the one for development takes several times as long.
	oxc: {jsx: {runtime: 'automatic', development: false}},
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		// What takes long and seldom breaks has its own command (vitest.long.config.ts).
		exclude: [
			'test/gateway/random-faults.test.ts',
			'test/gateway/state/killed.test.ts',
			'test/scripts/{pack,patched}.test.ts',
		],
		// Every wait counts what was done, not seconds. This is the last net, for what hangs on the busiest machine.
		testTimeout: 600_000,
		hookTimeout: 600_000,
		// A worker's files share their modules: no test changes one, and loading them anew costs a third of the time.
		isolate: false,
		// Little runs long enough that optimizing it pays: this is an eighth less work.
		execArgv: ['--no-opt'],
		maxWorkers: availableParallelism() + 1,
		sequence: {sequencer: LongFirst},
		// Ink forks `tput` for a size that its test streams do not tell; colours are off so that frames are plain text.
		env: {NODE_ENV: 'production', LINES: '24', COLUMNS: '100', FORCE_COLOR: '0', TZ: 'UTC'},
	},
});
