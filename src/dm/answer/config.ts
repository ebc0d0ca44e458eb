import * as v from 'valibot';
import type {TaskConfig} from '../../domain/cluster.ts';
import {cleanText} from '../../domain/text.ts';
import {AnswerError} from '../ask/error.ts';
import {configText, expectConfigOf} from './config-text.ts';
import {maskSecrets} from './mask.ts';
import {line} from './read.ts';
import {readYaml} from './read-yaml.ts';
import {flag, lenient, lenientList, text} from './schema.ts';

/**
 * The configuration of a task, from 2.0 on. Throws an AnswerError where DM refused, the answer is another, or it is the
 * configuration of another task, as happens with a name that the route cannot address.
 */
export function translateConfig(body: unknown, task: string): TaskConfig {
	const cfg = configText(body, expected);
	const config = parseConfig(cfg);
	expectConfigOf('task', task, config.name);
	const target = config['target-database'];
	const merges = config['is-sharding'] === true || Boolean(config['shard-mode']);
	let yaml: string | undefined;
	return {
		mode: line(config['task-mode']),
		shardMode: merges ? (line(config['shard-mode']) ?? 'pessimistic') : null,
		target: target?.host ? cleanText(`${hostName(target.host)}:${target.port ?? '?'}`) : null,
		sources: (config['mysql-instances'] ?? []).flatMap(instance => line(instance?.['source-id'] ?? null) ?? []),
		/** Of hundreds of tasks, few are looked at. */
		get yaml() {
			yaml ??= maskSecrets(cleanText(cfg, {newlines: true, limit: yamlLimit}));
			return yaml;
		},
	};
}

/** An IPv6 address in brackets, so that its port can be told from it. */
function hostName(host: string): string {
	return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** What is read of the YAML; the rest is only shown. */
function parseConfig(yaml: string): v.InferOutput<typeof fields> {
	try {
		// Nine tenths of a configuration are of no interest here, and a cluster may have hundreds.
		return parseFields(yaml.replace(others, ''));
	} catch {
		// What was left out was needed after all: an anchor, a bracket that closes in the first column.
		return parseWhole(yaml);
	}
}

function parseWhole(yaml: string): v.InferOutput<typeof fields> {
	try {
		return parseFields(yaml);
	} catch (error) {
		const reason = cleanText(error instanceof Error ? error.message : String(error), {limit: 200});
		throw new AnswerError('unexpected', `received a configuration that cannot be read (${reason}), expected YAML`);
	}
}

function parseFields(yaml: string): v.InferOutput<typeof fields> {
	const config = readYaml(yaml, 'textual');
	return v.parse(fields, Array.isArray(config) ? null : config);
}

const fields = v.object({
	name: text,
	'task-mode': text,
	'is-sharding': flag,
	'shard-mode': text,
	'target-database': lenient(v.object({host: text, port: text})),
	'mysql-instances': lenientList(v.object({'source-id': text})),
});

/** Keys that are none of ours, each with the lines of its value: deeper ones, items, remarks, blanks. */
const others = new RegExp(
	[
		`^(?!(?:${Object.keys(fields.entries).join('|')}):)[\\w-]+:.*(?:\\n(?:[ \\t#-].*|\\r?$))*\\n?`,
		'^  (?!(?:source-id|host|port):)[\\w-]+:.*(?:\\n(?:   .*|  -.*|[ \\t]*#.*|\\s*$))*\\n?',
	].join('|'),
	'gm',
);

const expected = 'the configuration of a task ("cfg")';

/** A configuration names every source, so it may be longer than other texts. */
const yamlLimit = 4 * 1024 * 1024;
