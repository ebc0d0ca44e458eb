import type {IncomingMessage, ServerResponse} from 'node:http';
import {thrownText} from '../../domain/text.ts';
import type {Refusal} from './admission.ts';

/** What is told over plain HTTP to others than viewers. */
export type Page = {readonly status: number; readonly type?: string; readonly text: string};

export type Pages = Readonly<
	Record<
		string,
		{
			/** Everybody may read it: it tells nothing of the cluster. */
			readonly isOpen: boolean;
			readonly page: () => Page | Promise<Page>;
		}
	>
>;

/** Answers a request that is no viewer's. `mayRead` says why somebody may not read what is not open; null = may. */
export async function answerPage(
	request: IncomingMessage,
	response: ServerResponse,
	pages: Pages,
	mayRead: (request: IncomingMessage) => Refusal | null,
): Promise<number> {
	const {status, type = 'text/plain; charset=utf-8', text} = await pageOf(request, pages, mayRead);
	response.writeHead(status, {
		'content-type': type,
		'content-length': Buffer.byteLength(text),
		'cache-control': 'no-store',
		...(status === 405 && {allow: 'GET, HEAD'}),
		...(status === 426 && {upgrade: 'websocket', connection: 'close'}),
	});
	response.end(request.method === 'HEAD' ? undefined : text);
	return status;
}

async function pageOf(
	request: IncomingMessage,
	pages: Pages,
	mayRead: (request: IncomingMessage) => Refusal | null,
): Promise<Page> {
	const [path = ''] = (request.url ?? '').split('?');
	if (path === '/') return noViewer;
	const found = Object.hasOwn(pages, path) ? pages[path] : undefined;
	if (found === undefined) return {status: 404, text: 'there is no such page at this gateway\n'};
	if (request.method !== 'GET' && request.method !== 'HEAD')
		return {status: 405, text: 'expected GET or HEAD: nothing can be changed here\n'};
	const no = found.isOpen ? null : mayRead(request);
	if (no !== null) return {status: no.status, text: `${no.message}\n`};
	try {
		return await found.page();
	} catch (error) {
		return {status: 500, text: `it cannot be told: ${thrownText(error)}\n`};
	}
}

const noViewer: Page = {
	status: 426,
	text: 'this is a gateway of dmtop: expected a websocket, such as `dmtop connect` opens\n',
};
