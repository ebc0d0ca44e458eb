import http from 'node:http';

/** What `dmtop status` asks a dm-master, in its order, with nothing done in between. */
export async function conversation(address) {
	const [status] = await Promise.all([ask(address, '/apis/v1alpha1/status/'), ask(address, '/status')]);
	const [first, ...others] = taskNames(status);
	const config = name => ask(address, `/apis/v1alpha1/tasks/${encodeURIComponent(name)}?type=1`);
	await config(first);
	for (let start = 0; start < others.length; start += 8) {
		await Promise.all(others.slice(start, start + 8).map(config));
	}
	agent.destroy();
}

/** The tasks of a status answer. */
export function taskNames(status) {
	const {sources} = JSON.parse(status);
	return [...new Set(sources.flatMap(({subTaskStatus}) => (subTaskStatus ?? []).map(({name}) => name)))];
}

const agent = new http.Agent({keepAlive: true});

/** The body of an answer. */
export function ask(address, path) {
	return new Promise((resolve, reject) => {
		const request = http.get(`http://${address}${path}`, {agent}, response => {
			const chunks = [];
			response.on('data', chunk => chunks.push(chunk));
			response.on('end', () => resolve(Buffer.concat(chunks).toString()));
		});
		request.on('error', reject);
	});
}

// Alone, it is the yardstick of a process that does nothing but ask.
if (import.meta.filename === process.argv[1]) await conversation(process.argv[2]);
