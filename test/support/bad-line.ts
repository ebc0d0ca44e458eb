import {connect, createServer, type Socket} from 'node:net';

/** A line of TCP to a port of this machine, which can be cut, fall silent, or garble what goes through it. */
export type BadLine = {
	readonly port: number;
	/** All connections end at once, in the middle of whatever is said. */
	readonly cut: () => void;
	/** Nothing comes through any more, and nobody is told; until it is mended. */
	readonly stall: () => void;
	/** The next bytes to the viewer are others; what comes after them is right again. */
	readonly garble: () => void;
	/** The next bytes to the viewer come twice. */
	readonly repeat: () => void;
	readonly mend: () => void;
	readonly close: () => Promise<void>;
};

export async function openBadLine(to: number): Promise<BadLine> {
	const ends = new Set<Socket>();
	let isStalled = false;
	let next: 'right' | 'garbled' | 'twice' = 'right';
	const server = createServer(viewer => {
		const gateway = connect(to, '127.0.0.1');
		for (const end of [viewer, gateway]) {
			ends.add(end);
			end.on('error', () => {});
			end.on('close', () => {
				ends.delete(end);
				viewer.destroy();
				gateway.destroy();
			});
		}
		viewer.on('data', bytes => {
			if (!isStalled) gateway.write(bytes);
		});
		gateway.on('data', bytes => {
			if (isStalled) return;
			const now = next;
			next = 'right';
			if (now === 'garbled') viewer.write(Buffer.from(bytes.map(byte => byte ^ 0x55)));
			else viewer.write(now === 'twice' ? Buffer.concat([bytes, bytes]) : bytes);
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const cut = () => {
		for (const end of [...ends]) end.destroy();
	};
	return {
		port: typeof address === 'object' && address !== null ? address.port : 0,
		cut,
		stall() {
			isStalled = true;
		},
		garble() {
			next = 'garbled';
		},
		repeat() {
			next = 'twice';
		},
		mend() {
			// What was lost on the way is missing for ever: only a new connection is whole.
			if (isStalled) cut();
			isStalled = false;
			next = 'right';
		},
		async close() {
			cut();
			await new Promise(resolve => server.close(resolve));
		},
	};
}
