import type {Members, Worker} from '../../domain/cluster.ts';
import {parseObject, parseWith, refuse, unexpected} from './answer.ts';
import {eachLine, line, word} from './read.ts';
import {membersSchema} from './schema.ts';

/** The members of a cluster, from 2.0 on. Throws an AnswerError where DM refused or the answer is another. */
export function translateMembers(body: unknown): Members {
	const answer = parseObject(body, expected);
	const {result, msg, members} = parseWith(membersSchema, answer);
	if (result === false) refuse(msg);
	if (members === null) throw unexpected(answer, expected);
	return {
		leader: line(members.find(member => member.leader !== null)?.leader?.name ?? null),
		masters: members
			.flatMap(member => member.master?.masters ?? [])
			.filter(master => master !== null)
			.map(({name, alive, clientURLs}) => ({name: line(name) ?? '', alive, addresses: eachLine(clientURLs)})),
		workers: members
			.flatMap(member => member.worker?.workers ?? [])
			.filter(worker => worker !== null)
			.map(
				({name, addr, stage, source}): Worker => ({
					name: line(name) ?? '',
					address: line(addr),
					stage: word(stage),
					source: line(source),
				}),
			),
	};
}

const expected = 'the members of a cluster ("members")';
