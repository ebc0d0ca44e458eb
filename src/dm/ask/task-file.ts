import type {TaskFile} from '../../domain/act/start-act.ts';
import {cleanText} from '../../domain/text.ts';
import {isSecretName} from '../answer/mask.ts';
import {readYaml} from '../answer/read-yaml.ts';
import {SetupError} from './setup-error.ts';

/**
 * Reads the file that describes a task, as far as its names and secrets go. Throws a SetupError, in a sentence that quotes
 * nothing of the file, where it is no such file or its passwords are masked.
 */
export function readTaskFile(text: string, path: string): TaskFile {
	let value: unknown;
	try {
		value = readYaml(text, 'textual');
	} catch (error) {
		// What is wrong is told by a place: the words of the reader may quote the line.
		const at = error instanceof Error && 'pos' in error && Array.isArray(error.pos) ? Number(error.pos[0]) : null;
		const where = at === null ? '' : `, at line ${text.slice(0, at).split('\n').length}`;
		throw new SetupError(`it cannot be read as YAML${where}`);
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SetupError('it describes no task');
	const {name, 'mysql-instances': instances} = value as Readonly<Record<string, unknown>>;
	if (typeof name !== 'string' || name === '') throw new SetupError('it does not say the name of its task');
	if (cleanText(name) !== name) throw new SetupError('the name of its task has characters that cannot be shown');
	const sources = (Array.isArray(instances) ? instances : []).flatMap((instance: unknown) => {
		const id = typeof instance === 'object' && instance !== null ? Reflect.get(instance, 'source-id') : null;
		return typeof id === 'string' && id !== '' ? [cleanText(id)] : [];
	});
	if (sources.length === 0) throw new SetupError('it names no source (mysql-instances, source-id)');
	const secrets = [...new Set(secretsIn(value, false))];
	if (secrets.some(secret => /^\*{3,}$/.test(secret))) throw new SetupError(masked);
	return {path: cleanText(path), task: name, sources: [...new Set(sources)], text, secrets};
}

const masked =
	'its passwords are masked (******), as DM gives them, also where they are empty: take the file that was started first, or put the password in';

/** All texts below a name that says that it is secret. */
function secretsIn(value: unknown, isSecret: boolean): readonly string[] {
	if (typeof value === 'string') return isSecret && value !== '' ? [value] : [];
	if (Array.isArray(value)) return value.flatMap(each => secretsIn(each, isSecret));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, held]) => secretsIn(held, isSecret || isSecretName.test(name)));
}
