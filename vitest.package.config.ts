import {defineConfig} from 'vitest/config';

/** What `npm run package` made, installed and started as others do: npm run test:package. */
export default defineConfig({
	test: {
		include: ['test/package/*.installed.ts'],
		testTimeout: 120_000,
		hookTimeout: 120_000,
		env: {TZ: 'UTC'},
	},
});
