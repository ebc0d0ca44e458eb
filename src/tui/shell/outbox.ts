import type {Link, LinkReply} from '../../wire/link.ts';
import type {Person} from '../../wire/messages.ts';
import type {OperateCommand} from '../state.ts';

/** What was sent to be done and has not been answered yet, or whose answer nobody has seen. */
export type LeftUnderWay = Pick<OperateCommand, 'operation' | 'targets'> & {
	readonly reply: Promise<LinkReply>;
	/** Which of several clusters; empty where there is one only. */
	readonly cluster: string;
};

/** Sends operations, and keeps them until somebody has seen how they ended. */
export type Outbox = {
	readonly send: (command: OperateCommand) => void;
	/** Forgets all but those with these numbers. */
	readonly keep: (unseen: ReadonlySet<number>) => void;
	/** In the order of sending. */
	readonly left: () => readonly LeftUnderWay[];
};

export function createOutbox(options: {
	readonly request: Link['request'];
	readonly by: Person;
	readonly cluster: string;
	readonly onReply: (id: number, reply: LinkReply) => void;
}): Outbox {
	const {request, by, cluster, onReply} = options;
	const sent = new Map<number, LeftUnderWay>();
	return {
		send({id, instance, operation, targets, bySource}) {
			const source = bySource === undefined ? {} : {bySource};
			const reply = request({type: 'operate', instance, operation, targets, by, ...source});
			sent.set(id, {operation, targets, reply, cluster});
			void reply.then(answer => onReply(id, answer));
		},
		keep(unseen) {
			for (const id of sent.keys()) if (!unseen.has(id)) sent.delete(id);
		},
		left: () => [...sent.values()],
	};
}
