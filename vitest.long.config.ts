import {defineConfig} from 'vitest/config';
import suite from './vitest.config.ts';

/** The long runs, `npm run test:long`: the files of which the suite has a share only (test/support/long.ts). */
export default defineConfig({
	...suite,
	test: {
		...suite.test,
		include: [
			'test/cases/gone.test.ts',
			'test/clock.system.test.ts',
			'test/domain/cutover/cutover.random.test.ts',
			'test/gateway/operate/act/wrong-act.test.ts',
			'test/gateway/operate/audit-chain.test.ts',
			'test/gateway/past/past.test.ts',
			'test/gateway/random-faults.test.ts',
			'test/gateway/serve/faults.test.ts',
			'test/gateway/state/{bounds,day,killed}.test.ts',
			'test/operat{e.system,ions.matrix}.test.ts',
			'test/past.system.test.ts',
			'test/program{,.audit,.operate,.sharing,.terminal,.tmux}.test.ts',
			'test/scripts/{pack,patched}.test.ts',
			'test/simulator/world/world.test.ts',
			'test/system.test.ts',
			'test/tui/{clusters/clusters,find/frames,hostile,lists,matrix,operate/frames,pages,past/past,screens,wrong-target}.test.ts',
			'test/tui/keys/mouse.test.ts',
			'test/tui/ui/app.test.ts',
			'test/walk.test.ts',
		],
		exclude: [],
		execArgv: [],
		env: {...suite.test?.env, DMTOP_TEST: 'long'},
	},
});
