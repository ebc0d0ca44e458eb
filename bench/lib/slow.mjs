import http from 'node:http';
import {onCleanUp} from './processes.mjs';

/** A master that hands every request on to another one, and its answer back after so many ms. */
export async function startSlow(address, takesMs) {
	/** When the first request of each round came. */
	let roundMs = Number.NEGATIVE_INFINITY;
	let rounds = 0;
	let answeredMs = Number.NaN;
	const server = http.createServer((request, response) => {
		const atMs = performance.now();
		// What comes while others wait for their answers is of the same round.
		if (atMs - roundMs >= takesMs) {
			roundMs = atMs;
			rounds += 1;
		}
		const [host, port] = address.split(':');
		const {method, url: path, headers} = request;
		const onward = http.request({host, port, method, path, headers}, answer => {
			const chunks = [];
			answer.on('data', chunk => chunks.push(chunk));
			answer.on('end', () => {
				setTimeout(
					() => {
						response.writeHead(answer.statusCode, {'content-type': answer.headers['content-type'] ?? 'text/plain'});
						response.end(Buffer.concat(chunks));
						answeredMs = performance.now();
					},
					Math.max(0, takesMs - (performance.now() - atMs)),
				);
			});
		});
		onward.on('error', () => response.destroy());
		request.pipe(onward);
	});
	await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
	const end = () => {
		server.close();
		server.closeAllConnections();
	};
	const done = onCleanUp(end);
	return {
		address: `127.0.0.1:${server.address().port}`,
		/** How many rounds of requests have come. */
		rounds: () => rounds,
		/** When the newest answer was handed on, by `performance.now()`. */
		answeredMs: () => answeredMs,
		forget() {
			rounds = 0;
			roundMs = Number.NEGATIVE_INFINITY;
		},
		end() {
			done();
			end();
		},
	};
}
