// Writes a batch into a state file, and is killed in the middle of the step of that number: what it was told to write is
// half written then. Says `done` where it came to the end before.
import fs from 'node:fs';

const [store, folder, batch, step] = process.argv.slice(2);
const {openStore} = await import(store);
let count = 0;
for (const name of ['writeSync', 'fsyncSync', 'ftruncateSync', 'unlinkSync', 'openSync', 'mkdirSync', 'rmdirSync']) {
	const real = fs[name];
	fs[name] = (...given) => {
		if (++count > Number(step)) {
			if (name === 'writeSync') real(given[0], given[1], 0, given[3] >> 1, given[4]);
			process.kill(process.pid, 'SIGKILL');
		}
		return real(...given);
	};
}
const opened = openStore({folder, name: 'm', limitBytes: 64e6});
opened.write(JSON.parse(batch));
opened.close();
process.stdout.write('done');
