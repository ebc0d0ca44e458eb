import http from 'node:http';

/** Keeps connections open from one question to the next. */
export type Agents = {
	/** Those with or without TLS. */
	of(address: {readonly secure: boolean}): Promise<http.Agent>;
	/** Closes all of them. */
	close(): void;
};

/** Creates agents without any connection yet. */
export function createAgents(): Agents {
	const plain = new http.Agent({keepAlive: true});
	let secure: http.Agent | null = null;
	return {
		async of(address) {
			if (!address.secure) return plain;
			// Dear to load, and most masters are asked without TLS.
			const {default: https} = await import('node:https');
			secure ??= new https.Agent({keepAlive: true});
			return secure;
		},
		close() {
			plain.destroy();
			secure?.destroy();
		},
	};
}
