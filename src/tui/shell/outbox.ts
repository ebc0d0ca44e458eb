import type {Link, LinkReply} from '../../wire/link.ts';
import type {Person} from '../../wire/messages.ts';
import type {ActCommand, OperateCommand} from '../state.ts';

/** What was sent to be done and has not been answered yet, or whose answer nobody has seen. */
export type LeftUnderWay = (
	| Pick<OperateCommand, 'type' | 'operation' | 'targets'>
	| Pick<ActCommand, 'type' | 'act' | 'target'>
) & {
	readonly reply: Promise<LinkReply>;
	/** Which of several clusters; empty where there is one only. */
	readonly cluster: string;
};

/** Sends operations and acts, and keeps them until somebody has seen how they ended. */
export type Outbox = {
	readonly send: (command: OperateCommand | ActCommand) => void;
	/** Forgets all but those with these numbers. */
	readonly keep: (unseen: ReadonlySet<number>) => void;
	/** In the order of sending. */
	readonly left: () => readonly LeftUnderWay[];
};

export function createOutbox(options: {
	readonly request: Link['request'];
	readonly by: Person;
	readonly cluster: string;
	readonly onReply: (command: OperateCommand | ActCommand, reply: LinkReply) => void;
}): Outbox {
	const {request, by, cluster, onReply} = options;
	const sent = new Map<number, LeftUnderWay>();
	return {
		send({id, ...asked}) {
			const reply = request({...asked, by});
			sent.set(id, {...asked, reply, cluster});
			void reply.then(answer => onReply({...asked, id}, answer));
		},
		keep(unseen) {
			for (const id of sent.keys()) if (!unseen.has(id)) sent.delete(id);
		},
		left: () => [...sent.values()],
	};
}
