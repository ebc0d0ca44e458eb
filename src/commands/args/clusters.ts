import type {ClusterProfile, Config} from '../config/config.ts';
import {UsageError} from '../exit.ts';
import {meantInstead} from './nearest.ts';

/** Which clusters a command line means. */
export type MeantClusters =
	/** None of the file of settings: these masters, or whatever else is typed. */
	| {readonly type: 'unnamed'; readonly masters: readonly string[]}
	| {readonly type: 'one'; readonly cluster: ClusterProfile}
	| {readonly type: 'several'; readonly clusters: readonly ClusterProfile[]};

/**
 * Which clusters are meant: what is typed goes before DMTOP_CLUSTER, that before DM_MASTER_ADDR, and that before what the
 * files say: what somebody has set for a command never gives way to another cluster. Throws a UsageError where a name is
 * not known, or more are meant than the command acts on.
 */
export function meantClusters(asked: {
	readonly names: readonly string[];
	readonly masters: readonly string[];
	/** The address of a gateway that was typed. */
	readonly address: string | null;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly config: Config;
	/** It asks a dm-master. */
	readonly asks: boolean;
	readonly many: 'one' | 'any' | 'none';
	/** What the command is called. */
	readonly what: string;
}): MeantClusters {
	const {names, masters, address, env, config, asks, many, what} = asked;
	if (names.length > 0 && masters.length > 0)
		throw new UsageError('received --cluster and --master, expected one of them at most');
	if (names.length > 0 && address !== null)
		throw new UsageError(`received --cluster and "${address}", expected one of them at most`);
	const unnamed = (those: readonly string[]): MeantClusters => ({type: 'unnamed', masters: those});
	if (many === 'none' || masters.length > 0 || address !== null) return unnamed(masters);
	const set = env['DMTOP_CLUSTER'] ? env['DMTOP_CLUSTER'].split(/[\s,]+/).filter(name => name !== '') : [];
	const meant = names.length > 0 ? names : set;
	if (meant.length > 0)
		return found(
			meant.flatMap(name => named(name, config)),
			meant,
			many,
			what,
		);
	// A gateway of this host is what `connect` alone is for.
	if (!asks) return unnamed([]);
	const dmctls = env['DM_MASTER_ADDR'];
	if (dmctls) return unnamed([dmctls]);
	const all = [...config.clusters.values()];
	if (all.length > 1 && what === 'status')
		throw new UsageError(`status: ${all.length} clusters are known: use --cluster all, or one of ${listed(all)}`);
	return all.length === 0 ? unnamed([]) : found(all, [], many, what);
}

function found(
	clusters: readonly ClusterProfile[],
	names: readonly string[],
	many: 'one' | 'any',
	what: string,
): MeantClusters {
	const each = [...new Map(clusters.map(cluster => [cluster.name, cluster])).values()];
	const [first] = each;
	if (first === undefined) throw new UsageError(noClusters);
	// Whoever asks for all is answered in the same form, however many there are.
	if (each.length === 1 && (!names.includes('all') || many === 'one' || what === 'the full screen'))
		return {type: 'one', cluster: first};
	if (many === 'any') return {type: 'several', clusters: each};
	throw new UsageError(
		`${what} acts on one cluster, and ${each.length} are meant: name one with --cluster (${listed(each)})`,
	);
}

function named(name: string, {clusters}: Config): readonly ClusterProfile[] {
	if (name === 'all') return [...clusters.values()];
	const cluster = clusters.get(name);
	if (cluster !== undefined) return [cluster];
	if (clusters.size === 0) throw new UsageError(noClusters);
	const known = [...clusters.keys()];
	throw new UsageError(
		`no cluster is called "${name}"${meantInstead(name, known)}, expected one of ${listed([...clusters.values()])} or all`,
	);
}

const noClusters = 'no cluster is named in a file of settings: dmtop config init makes one';

function listed(clusters: readonly ClusterProfile[]): string {
	const names = clusters.map(({name}) => name);
	return names.length <= 10 ? names.join(', ') : `${names.slice(0, 9).join(', ')} and ${names.length - 9} more`;
}

/**
 * The label of the cluster that has one of these masters, or that gateway: also whoever reaches it by its address is told
 * what it is.
 */
export function labelOf(config: Config, masters: readonly string[], address: string | null): string | null {
	const plain = (text: string) =>
		text
			.replace(/^\w+:\/\//, '')
			.replace(/\/+$/, '')
			.toLowerCase();
	const those = new Set(masters.map(plain));
	const is = [...config.clusters.values()].filter(
		({masters: known, gateway}) =>
			known.some(master => those.has(plain(master))) ||
			(address !== null && gateway !== null && plain(gateway) === plain(address)),
	);
	return is.find(({label}) => label === 'prod')?.label ?? is.find(({label}) => label !== null)?.label ?? null;
}
