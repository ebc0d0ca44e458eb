import * as v from 'valibot';
import type {Checker} from '../../domain/failure/checker.ts';
import {cleanText} from '../../domain/text.ts';
import {AnswerError} from '../ask/error.ts';
import {configText, expectConfigOf} from './config-text.ts';
import {maskSecrets} from './mask.ts';
import {readYaml} from './read-yaml.ts';
import {flag, lenient, text} from './schema.ts';

/** What is kept of a source's configuration. */
export type SourceConfig = {
	/** Null where it does not tell whether the checker is on. */
	readonly checker: Checker | null;
};

/**
 * The configuration of a source, from 2.0 on. It holds the account of the upstream: secrets are masked before it is
 * read, and nothing but the checker is kept. Throws an AnswerError where DM refused, the answer is another, or it is the
 * configuration of another source.
 */
export function translateSourceConfig(body: unknown, source: string): SourceConfig {
	const cfg = configText(body, expected);
	const config = parseFields(maskSecrets(cleanText(cfg, {newlines: true, limit: yamlLimit})));
	expectConfigOf('source', source, config['source-id']);
	return {checker: checkerOf(config.checker)};
}

function checkerOf(checker: v.InferOutput<typeof fields>['checker']): Checker | null {
	const enabled = checker?.['check-enable'] ?? null;
	if (checker === null || enabled === null) return null;
	return {
		enabled,
		everyMs: durationMs(checker['check-interval']),
		leastMs: durationMs(checker['backoff-min']),
		mostMs: durationMs(checker['backoff-max']),
		factor: checker['backoff-factor'],
	};
}

/** A duration as Go prints it, such as `5m0s` or `1.5s`, in ms; null for anything else. */
export function durationMs(text: string | null): number | null {
	if (text === null || !/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return null;
	const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
	return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitsMs[unit as keyof typeof unitsMs] ?? 0), 0);
}

const unitsMs = {h: 3_600_000, m: 60_000, s: 1000, ms: 1} as const;

function parseFields(yaml: string): v.InferOutput<typeof fields> {
	try {
		const config = readYaml(yaml, 'typed');
		return v.parse(fields, Array.isArray(config) ? null : config);
	} catch {
		throw new AnswerError('unexpected', 'received a configuration of a source that cannot be read, expected YAML');
	}
}

const fields = v.object({
	'source-id': text,
	checker: lenient(
		v.object({
			'check-enable': flag,
			'check-interval': text,
			'backoff-min': text,
			'backoff-max': text,
			'backoff-factor': v.fallback(v.nullish(v.number(), null), null),
		}),
	),
});

const expected = 'the configuration of a source ("cfg")';

const yamlLimit = 1024 * 1024;
