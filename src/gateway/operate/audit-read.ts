import fs from 'node:fs';
import {auditFiles} from './audit.ts';
import type {ChainFile} from './audit-chain.ts';
import {fileAside} from './audit-file.ts';

/** The files of a log as they are, the oldest first. */
export type AuditFiles = {
	readonly files: readonly ChainFile[];
	/** There are as many as are kept, so that older ones may have been dropped for room. */
	readonly mayBeDropped: boolean;
};

/** Reads the files of a log; those that are not there, or are no plain files, are left out. Throws where one cannot be read. */
export function readAudit(file: string): AuditFiles {
	const paths = Array.from({length: auditFiles}, (_, index) => fileAside(file, auditFiles - 1 - index));
	const there = paths.filter(it => fs.statSync(it, {throwIfNoEntry: false})?.isFile() === true);
	return {
		files: there.map(it => ({file: it, text: fs.readFileSync(it, 'utf8')})),
		mayBeDropped: there.length === auditFiles,
	};
}
