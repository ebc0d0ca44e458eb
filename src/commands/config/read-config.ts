import {homedir} from 'node:os';
import path from 'node:path';
import {UsageError} from '../exit.ts';
import {type ClusterProfile, type Config, type KeyChange, noConfig} from './config.ts';
import {readConfigFile} from './config-files.ts';
import type {WrittenConfig} from './config-schema.ts';
import {parseConfig} from './parse-config.ts';

/** What these files say, a later one over the ones before it. Throws a UsageError with the first thing that is wrong. */
export function readConfig(files: readonly string[]): Config {
	return files.reduce((before, file) => {
		const parsed = parseConfig(readConfigFile(file), file);
		if (!parsed.ok) throw new UsageError(parsed.problems[0] ?? `${file} cannot be read`);
		return over(before, parsed.written, {file, places: parsed.places});
	}, noConfig);
}

type From = {readonly file: string; readonly places: ReadonlyMap<string, string>};

function over(before: Config, written: WrittenConfig, from: From): Config {
	const {clusters, limits, theme, symbols, keys} = written;
	const named = new Map(before.clusters);
	for (const [name, said] of Object.entries(clusters ?? {})) {
		named.set(name, profileOver(named.get(name) ?? nothingOf(name), said, path.dirname(from.file)));
	}
	const changes = Object.entries(keys ?? {}).map(([id, those]) => ({
		id,
		keys: [those].flat(),
		place: from.places.get(`keys.${id}`) ?? from.file,
	}));
	return {
		clusters: named,
		limits: {
			...before.limits,
			...(limits?.lag !== undefined && {lagSeconds: limits.lag / 1000}),
			...(limits?.stall !== undefined && {stallMs: limits.stall}),
		},
		ageMs: limits?.age ?? before.ageMs,
		theme: theme ?? before.theme,
		ascii: symbols == null ? before.ascii : symbols === 'ascii',
		keys: keysOver(before.keys, changes),
		places: new Map([...before.places, ...from.places]),
		files: [...before.files, from.file],
	};
}

/** Keys that are given anew go before those that were. */
export function keysOver(before: readonly KeyChange[], changes: readonly KeyChange[]): readonly KeyChange[] {
	return [...before.filter(({id}) => !changes.some(change => change.id === id)), ...changes];
}

type WrittenCluster = NonNullable<WrittenConfig['clusters']>[string];

/** What a person says of a cluster goes before what all are told; the rest of that stays, as its label. */
function profileOver(before: ClusterProfile, said: WrittenCluster, folder: string): ClusterProfile {
	const {masters, workers, gateway, label, tls, 'token-file': tokenFile} = said;
	const at = (file: string) => path.resolve(folder, file.replace(/^~(?=\/|$)/, homedir()));
	const files =
		tls === undefined
			? null
			: Object.entries(tls).flatMap(([name, file]) => (file === undefined ? [] : [[name, at(file)] as const]));
	return {
		...before,
		...(masters !== undefined && {masters: [masters].flat()}),
		...(workers !== undefined && {workers}),
		...(gateway !== undefined && {gateway: gateway.startsWith('unix:') ? `unix:${at(gateway.slice(5))}` : gateway}),
		...(label !== undefined && {label}),
		...(files !== null && {tls: Object.fromEntries(files)}),
		...(tokenFile !== undefined && {tokenFile: at(tokenFile)}),
	};
}

function nothingOf(name: string): ClusterProfile {
	return {name, masters: [], workers: [], gateway: null, label: null, tls: {}, tokenFile: null};
}
