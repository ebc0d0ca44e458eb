import {randomBytes} from 'node:crypto';
import type {Clock} from '../../clock.ts';
import {readTls} from '../../dm/ask/tls.ts';
import {thrownText} from '../../domain/text.ts';
import type {ClusterStart} from '../../tui/clusters/switching.ts';
import type {Link, LinkEvent} from '../../wire/link.ts';
import {type Options, ofCluster} from '../args/usage.ts';
import {defaultEveryMs} from '../args/values.ts';
import type {GatewayNote} from '../connecting/dialled.ts';
import {type GatewayLine, gatewayLine} from '../connecting/gateway-line.ts';
import {GatewayDeath, UsageError} from '../exit.ts';
import {auditPath} from '../operating/audit-path.ts';
import type {WritingOrder} from '../operating/writing.ts';
import type {GatewayOrder, StartedGateway} from '../own-gateway/gateway-worker.ts';
import {type OwnGateway, startOwnGateway} from '../own-gateway/own-gateway.ts';
import {readingsOrder} from '../own-gateway/readings-order.ts';
import {runtimeFolder} from '../own-gateway/runtime-folder.ts';
import {stateOrder} from '../own-gateway/state-order.ts';

/** What leads a full screen to its cluster, or to several. */
export type Viewing = {
	/** The thread in which gateways of its own run; null where all are somebody's. */
	readonly own: OwnGateway | null;
	/** Several clusters; null where there is one. */
	readonly clusters: readonly ClusterStart[] | null;
	/**
	 * Opens the link to the gateway of a cluster, once its own have started; where there is one cluster it has no name.
	 * Rejects with a UsageError where what was typed is at fault, else with a GatewayDeath.
	 */
	readonly links: () => Promise<(onEvent: (event: LinkEvent) => void, cluster: string) => Link>;
};

/** How a cluster is reached. */
type Way =
	| {readonly type: 'own'; readonly order: GatewayOrder}
	| {readonly type: 'line'; readonly line: (onNote: (note: GatewayNote) => void) => GatewayLine}
	/** It cannot be, and why, in a sentence. */
	| {readonly type: 'broken'; readonly message: string};

/**
 * Starts what leads there: its own gateways begin in their thread while this one loads the screen. Of several clusters one
 * that cannot be reached is no trouble of the others. Throws a UsageError, a SetupError or a NoGatewayError where the only
 * one cannot.
 */
export async function viewing(
	command: 'watch' | 'demo' | 'connect',
	options: Options,
	{clock, version}: {readonly clock: Clock; readonly version: string},
): Promise<Viewing> {
	const token = randomBytes(32).toString('base64url');
	const {clusters} = options;
	const isSeveral = clusters.length > 0;
	const wayTo = async (of: Options, isFar: boolean): Promise<Way> =>
		isFar
			? {type: 'line', line: await gatewayLine(of, clock)}
			: {type: 'own', order: await orderOf(command === 'demo', of, token, version)};
	const ways = isSeveral
		? await Promise.all(
				clusters.map(async (cluster): Promise<readonly [string, Way]> => {
					const way = wayTo(ofCluster(options, cluster, cluster.gateway), cluster.gateway !== null);
					return [cluster.name, await way.catch(broken)];
				}),
			)
		: ([['', await wayTo(options, command === 'connect')]] as const);
	const ordered = ways.flatMap(([name, way]) => (way.type === 'own' ? [{name, order: way.order}] : []));
	const own = ordered.length === 0 ? null : startOwnGateway({gateways: ordered.map(({order}) => order)});
	const starts = clusters.map(({name, label, gateway}) => ({name, label, gatewayAt: gateway ?? 'inside'}));
	return {
		own,
		clusters: isSeveral ? starts : null,
		async links() {
			const [{createLink}, started = []] = await Promise.all([import('../../wire/link.ts'), own?.started]);
			const urls = new Map(ordered.map(({name}, at) => [name, started[at]]));
			const first = urls.get('');
			if (first?.type === 'failed') throw failure(first);
			const reach = new Map(ways);
			return (onEvent, cluster) => {
				const way = reach.get(cluster) ?? {type: 'broken', message: 'nobody knows this cluster'};
				if (way.type === 'broken') return brokenLink(way.message, onEvent, clock);
				const url = urls.get(cluster);
				if (way.type === 'own' && url?.type !== 'listening') {
					return brokenLink(url?.message ?? 'its gateway has not started', onEvent, clock);
				}
				const to =
					way.type === 'line'
						? way.line(({text, isToCompare}) => onEvent({type: 'link-note', message: text, isToCompare}))
						: null;
				const within = url?.type === 'listening' ? {url: url.url, token} : {url: '', token};
				return createLink({...(to ?? within), onEvent, random: Math.random, clock});
			};
		},
	};
}

function broken(error: unknown): Way {
	return {type: 'broken', message: thrownText(error)};
}

function failure({message, isMistake}: Extract<StartedGateway, {type: 'failed'}>): Error {
	return isMistake ? new UsageError(message) : new GatewayDeath(message);
}

/** The link to a gateway that there is none of: it says so once, and each time when somebody has it tried again. */
function brokenLink(message: string, onEvent: (event: LinkEvent) => void, clock: Clock): Link {
	const sinceMs = clock.now();
	const tell = () => onEvent({type: 'link-lost', message, sinceMs, retryAtMs: sinceMs + foreverMs});
	let stop = clock.after(0, tell);
	return {
		setTopics() {},
		refresh() {},
		retryNow() {
			stop();
			stop = clock.after(0, tell);
		},
		request: async () => ({type: 'refused', message}),
		close: () => stop(),
	};
}

/** What is wrong with the settings of a cluster stays so until dmtop is started again. */
const foreverMs = 365 * 86_400_000;

async function orderOf(isDemo: boolean, options: Options, token: string, version: string): Promise<GatewayOrder> {
	const {masters, workers, everyMs, limits, scenario, seed, dm, troubles} = options;
	return {
		masters,
		workers,
		// The workers of a simulated cluster are nowhere.
		workerMetrics: options.workerMetrics && !isDemo,
		limits,
		token,
		tls: await readTls(options.tls),
		program: `dmtop ${version}`,
		everyMs: everyMs ?? (isDemo ? 1000 : defaultEveryMs),
		runtimeFolder: isDemo ? null : runtimeFolder(options.runtimeDir),
		state: isDemo ? null : stateOrder(options),
		keepReadings: readingsOrder(options),
		simulate: isDemo ? {scenario, seed, dm, troubles} : null,
		writing: writingOf(isDemo, options),
	};
}

/** A demo has nothing to lose: it starts with writing allowed. */
function writingOf(isDemo: boolean, {write, readOnly}: Options): WritingOrder {
	return {
		allowed: !readOnly,
		atOnce: !readOnly && (write || isDemo),
		reason: readOnly ? 'dmtop was started with --read-only' : null,
		auditPath: auditPath(),
		isDemo,
	};
}
