import http2, {type Http2Server, type ServerHttp2Stream} from 'node:http2';

/** What is answered to a call: the bytes of a message, or gRPC's code and text; or the connection is dropped. */
export type GrpcReply =
	| {readonly type: 'message'; readonly bytes: Buffer; readonly afterMs?: number; readonly isCut?: boolean}
	| {readonly type: 'error'; readonly code: number; readonly text: string}
	| 'drop';

/** A server for gRPC's HTTP/2, to which connections are handed; it listens nowhere itself. */
export function grpcServer(
	reply: (path: string, message: Buffer) => GrpcReply,
	wait: (ms: number) => Promise<unknown>,
): Http2Server {
	const server = http2.createServer();
	server.on('stream', async (stream, headers) => {
		stream.on('error', () => {});
		try {
			const chunks: Buffer[] = [];
			for await (const chunk of stream) chunks.push(chunk as Buffer);
			const body = Buffer.concat(chunks);
			const answer = reply(String(headers[':path'] ?? ''), body.subarray(5));
			if (answer === 'drop') return void stream.session?.destroy();
			if (answer.type === 'error') return end(stream, null, answer.code, answer.text);
			if (answer.afterMs !== undefined && answer.afterMs > 0) await wait(answer.afterMs);
			if (answer.isCut === true) return void stream.session?.destroy();
			end(stream, answer.bytes, 0, '');
		} catch {
			// The client went away, or the master went down while it was waiting.
			stream.session?.destroy();
		}
	});
	return server;
}

function end(stream: ServerHttp2Stream, message: Buffer | null, code: number, text: string): void {
	if (stream.destroyed) return;
	const status = {'grpc-status': String(code), 'grpc-message': encodeURIComponent(text)};
	if (message === null) {
		stream.respond({':status': 200, 'content-type': 'application/grpc', ...status}, {endStream: true});
		return;
	}
	stream.respond({':status': 200, 'content-type': 'application/grpc'}, {waitForTrailers: true});
	stream.on('wantTrailers', () => stream.sendTrailers(status));
	const prefix = Buffer.alloc(5);
	prefix.writeUInt32BE(message.length, 1);
	stream.end(Buffer.concat([prefix, message]));
}
