import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		// Every wait counts what was done, not seconds. This is the last net, for what hangs on the busiest machine.
		testTimeout: 600_000,
		hookTimeout: 600_000,
		// A worker's files share their modules: no test changes one, and loading them anew costs a third of the time.
		isolate: false,
		// As many as there are cores.
		maxWorkers: '100%',
		// Ink forks `tput` for a size that its test streams do not tell; colours are off so that frames are plain text.
		env: {LINES: '24', COLUMNS: '100', FORCE_COLOR: '0', TZ: 'UTC'},
	},
});
