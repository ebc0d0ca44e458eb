/** A page of DM's documentation. */
export type Page = {readonly title: string; readonly url: string};

const root = 'https://docs.pingcap.com/tidb/stable';

/** The pages that the table names, by a word. */
export const pages = {
	errors: page('Handle Errors in TiDB Data Migration', 'dm-error-handling'),
	faq: page('TiDB Data Migration FAQs', 'dm-faq'),
	ddl: page('Handle Failed DDL Statements in TiDB Data Migration', 'handle-failed-ddl-statements'),
	locks: page('Handle Sharding DDL Locks Manually in DM', 'manually-handling-sharding-ddl-locks'),
	optimistic: page('Merge and Migrate Data from Sharded Tables in Optimistic Mode', 'feature-shard-merge-optimistic'),
	relay: page('Data Migration Relay Log', 'relay-log'),
	validation: page('Continuous Data Validation in DM', 'dm-continuous-data-validation'),
	schema: page('Manage Table Schemas of Tables to Be Migrated Using TiDB Data Migration', 'dm-manage-schema'),
	sources: page('Manage Data Source Configurations in TiDB Data Migration', 'dm-manage-source'),
	sourceFile: page('Upstream Database Configuration File of TiDB Data Migration', 'dm-source-configuration-file'),
	architecture: page('Data Migration Architecture', 'dm-arch'),
	alerts: page('Handle Alerts in TiDB Data Migration', 'dm-handle-alerts'),
	slow: page('Handle Performance Issues of TiDB Data Migration', 'dm-handle-performance-issues'),
	status: page('Query Task Status in TiDB Data Migration', 'dm-query-status'),
	resume: page('Resume a Data Migration Task', 'dm-resume-task'),
	privileges: page('DM-worker Introduction', 'dm-worker-intro'),
	upgrade: page('Manually Upgrade TiDB Data Migration from v1.0.x to v2.0+', 'manually-upgrade-dm-1.0-to-2.0'),
	switch: page('Switch DM-worker Connection between Upstream MySQL Instances', 'usage-scenario-master-slave-switch'),
	tidbFile: page('TiDB Configuration File', 'tidb-configuration-file'),
	import: page('Use Physical Import Mode', 'tidb-lightning-physical-import-mode-usage'),
} as const satisfies Record<string, Page>;

function page(title: string, name: string): Page {
	return {title, url: `${root}/${name}`};
}
