import {defaultLimits} from '../../domain/limits.ts';
import type {Config} from './config.ts';

/** A setting that holds, as text, and where it comes from: a place in a file, a variable, or `default`. */
export type Setting = {readonly name: string; readonly value: string; readonly from: string};

/** Everything that holds without a flag. Pure. */
export function settingsOf(
	{clusters, limits, ageMs, theme, ascii, keys, places}: Config,
	env: Readonly<Record<string, string | undefined>>,
	variables: Readonly<Record<'lagLimit' | 'stallAfter' | 'ageLimit' | 'theme' | 'symbols' | 'tokenFile', string>>,
): readonly Setting[] {
	const at = (name: string) => places.get(name) ?? 'default';
	const plain = (name: string, variable: string, value: string | null, fallback: string): Setting => {
		const told = env[variable];
		if (told) return {name, value: told, from: variable};
		return {name, value: value ?? fallback, from: value === null ? 'default' : at(name)};
	};
	const seconds = (ms: number | undefined | null) => (ms == null ? null : `${ms / 1000}s`);
	const asked = (name: string): readonly Setting[] => {
		const value = env[name];
		return value ? [{name, value, from: 'environment'}] : [];
	};
	return [
		...asked('DMTOP_CLUSTER'),
		...asked('DM_MASTER_ADDR'),
		...[...clusters.values()].flatMap(cluster => {
			const path = `clusters.${cluster.name}`;
			const given: readonly (readonly [string, string | null])[] = [
				['masters', cluster.masters.length === 0 ? null : cluster.masters.join(', ')],
				['workers', cluster.workers.length === 0 ? null : cluster.workers.join(', ')],
				['gateway', cluster.gateway],
				['label', cluster.label],
				['tls.ca', cluster.tls.ca ?? null],
				['tls.cert', cluster.tls.cert ?? null],
				['tls.key', cluster.tls.key ?? null],
				['token-file', cluster.tokenFile],
			];
			return given.flatMap(([key, value]) =>
				value === null ? [] : [{name: `${path}.${key}`, value, from: at(`${path}.${key}`)}],
			);
		}),
		plain(
			'limits.lag',
			variables.lagLimit,
			limits.lagSeconds === undefined ? null : `${limits.lagSeconds}s`,
			`${defaultLimits.lagSeconds}s`,
		),
		plain('limits.stall', variables.stallAfter, seconds(limits.stallMs), `${defaultLimits.stallMs / 1000}s`),
		plain('limits.age', variables.ageLimit, seconds(ageMs), 'two polls'),
		plain('theme', variables.theme, theme, 'auto'),
		plain('symbols', variables.symbols, ascii === null ? null : ascii ? 'ascii' : 'auto', 'auto'),
		...keys.map(({id, keys: those, place}) => ({name: `keys.${id}`, value: those.join(', '), from: place})),
		...asked(variables.tokenFile),
	];
}
