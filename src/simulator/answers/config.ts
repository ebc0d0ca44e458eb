import type {World} from '../world/model.ts';
import {isSince} from '../world/since.ts';
import type {Json} from './json.ts';

/** The answer to GET /apis/v1alpha1/tasks/{name}?type=1: the task's configuration, its password masked. */
export function configAnswer(world: World, name: string): Json {
	const task = world.tasks.find(each => each.name === name);
	if (task === undefined) return {result: false, msg: 'task not found', cfg: ''};
	return {result: true, msg: '', cfg: configText(world, task)};
}

/** The answer to GET /apis/v1alpha1/tasks/{source}?type=4: the source's configuration, its password masked. */
export function sourceConfigAnswer({sources, dm}: World, id: string): Json {
	const source = sources.find(each => each.id === id);
	if (source === undefined) return {result: false, msg: 'source not found', cfg: ''};
	const [host = '', port = ''] = source.address.split(':');
	const cfg = [
		...(dm === '2.0' ? [] : ['enable: true']),
		'enable-gtid: false',
		'relay-dir: relay-dir',
		'flavor: mysql',
		`enable-relay: ${source.relay !== null}`,
		`source-id: ${id}`,
		'from:',
		`  host: ${host}`,
		`  port: ${port}`,
		'  user: root',
		"  password: '******'",
		'checker:',
		'  check-enable: true',
		'  backoff-rollback: 5m0s',
		'  backoff-max: 5m0s',
		'  check-interval: 5s',
		'  backoff-min: 1s',
		'  backoff-jitter: true',
		'  backoff-factor: 2',
		`server-id: ${source.serverId}`,
		'',
	].join('\n');
	return {result: true, msg: '', cfg};
}

function configText({dm, rules}: World, task: World['tasks'][number]): string {
	const [host = '', port = ''] = task.downstream.split(':');
	const [schema = '', table = ''] = task.target.replaceAll('`', '').split('.');
	const newest = isSince('6.5', dm);
	const has85 = isSince('8.5', dm);
	const merged = task.shardMode !== null;
	const numbered = task.subtasks.map((subtask, index) => ({
		id: subtask.source,
		nth: String(index + 1).padStart(2, '0'),
	}));
	return [
		`name: ${task.name}`,
		`task-mode: ${task.mode}`,
		`is-sharding: ${merged}`,
		`shard-mode: ${task.shardMode ?? '""'}`,
		...(has85 ? ['strict-optimistic-shard-mode: false'] : []),
		'ignore-checking-items:',
		'- all',
		'meta-schema: dm_meta',
		'enable-heartbeat: false',
		'heartbeat-update-interval: 1',
		'heartbeat-report-interval: 10',
		'timezone: ""',
		'case-sensitive: false',
		...(newest ? ['collation_compatible: loose'] : []),
		'target-database:',
		`  host: ${host}`,
		`  port: ${port}`,
		'  user: root',
		"  password: '******'",
		'  max-allowed-packet: null',
		'  session:',
		'    tidb_txn_mode: optimistic',
		...(newest ? [] : ['    time_zone: "+00:00"']),
		'  security: null',
		'mysql-instances:',
		...numbered.flatMap(({id, nth}) => [
			`- source-id: ${id}`,
			'  meta: null',
			'  filter-rules: []',
			'  column-mapping-rules: []',
			...(merged ? ['  route-rules:', '  - route-01'] : ['  route-rules: []']),
			'  expression-filters: []',
			'  black-white-list: ""',
			'  block-allow-list: balist-01',
			'  mydumper-config-name: dump-01',
			'  mydumper: null',
			'  mydumper-thread: 0',
			`  loader-config-name: load-${nth}`,
			'  loader: null',
			'  loader-thread: 0',
			'  syncer-config-name: sync-01',
			'  syncer: null',
			'  syncer-thread: 0',
			...(newest ? ['  validator-config-name: validator-01'] : []),
		]),
		`online-ddl: ${newest}`,
		'shadow-table-rules: []',
		'trash-table-rules: []',
		'online-ddl-scheme: ""',
		...(merged
			? [
					'routes:',
					'  route-01:',
					`    schema-pattern: ${schema}_*`,
					`    table-pattern: ${table}_*`,
					`    target-schema: ${schema}`,
					`    target-table: ${table}`,
				]
			: ['routes: {}']),
		'filters: {}',
		'column-mappings: {}',
		'expression-filter: {}',
		'black-white-list: {}',
		'block-allow-list:',
		'  balist-01:',
		'    do-dbs:',
		`    - ${merged ? `~^${schema}_[0-9]+` : schema}`,
		'mydumpers:',
		'  dump-01:',
		'    mydumper-path: ./bin/mydumper',
		'    threads: 4',
		'    chunk-filesize: "64"',
		'loaders:',
		...numbered.flatMap(({id, nth}) => [
			`  load-${nth}:`,
			'    pool-size: 16',
			`    dir: /var/lib/dm/dumped-${id}.${task.name}`,
			...(has85 ? [`    sorting-dir-physical: /var/lib/dm/dumped-${id}.${task.name}.sorting`] : []),
			...(newest ? ['    import-mode: logical'] : []),
			...(has85
				? [
						'    disk-quota-physical: 0',
						'    checksum-physical: required',
						'    analyze: optional',
						'    range-concurrency: 0',
						'    compress-kv-pairs: ""',
						'    pd-addr: ""',
					]
				: []),
		]),
		'syncers:',
		'  sync-01:',
		'    worker-count: 16',
		'    batch: 100',
		`    checkpoint-flush-interval: ${Math.round(rules.flushEveryMs / 1000)}`,
		'    enable-gtid: false',
		'    safe-mode: false',
		...(newest
			? ['validators:', '  validator-01:', `    mode: ${task.subtasks.some(each => each.validator) ? 'full' : 'none'}`]
			: []),
		'clean-dump-file: true',
		'ansi-quotes: false',
		'remove-meta: false',
		...(newest ? ['experimental:', '  async-checkpoint-flush: false'] : []),
		'',
	].join('\n');
}
