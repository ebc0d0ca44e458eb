import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		testTimeout: 20_000,
		// All cores: most of the time somebody waits for a screen.
		maxWorkers: '100%',
		// Ink forks `tput` for a size that its test streams do not tell; colours are off so that frames are plain text.
		env: {LINES: '24', COLUMNS: '100', FORCE_COLOR: '0', TZ: 'UTC'},
	},
});
