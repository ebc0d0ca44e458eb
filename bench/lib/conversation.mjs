import http from 'node:http';

/** What `dmtop status` asks a dm-master, in its order, with nothing done in between. */
export async function conversation(address) {
	const paths = ['/apis/v1alpha1/status/', '/status', '/apis/v1alpha1/members'];
	const [status] = await Promise.all([...paths.map(path => ask(address, path)), showSources(address)]);
	const config = name => ask(address, `/apis/v1alpha1/tasks/${encodeURIComponent(name)}?type=1`);
	const names = taskNames(status);
	for (let start = 0; start < names.length; start += 8) {
		await Promise.all(names.slice(start, start + 8).map(config));
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
	return send(address, path, 'GET');
}

function showSources(address) {
	return send(address, '/apis/v1alpha1/sources', 'PUT', '{"op":4}');
}

function send(address, path, method, body) {
	return new Promise((resolve, reject) => {
		const request = http.request(`http://${address}${path}`, {agent, method}, response => {
			const chunks = [];
			response.on('data', chunk => chunks.push(chunk));
			response.on('end', () => resolve(Buffer.concat(chunks).toString()));
		});
		request.on('error', reject);
		request.end(body);
	});
}

// Alone, it is the yardstick of a process that does nothing but ask.
if (import.meta.filename === process.argv[1]) await conversation(process.argv[2]);
