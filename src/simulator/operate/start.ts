import type {Json} from '../answers/json.ts';
import {task as taskOf} from '../scenarios/build.ts';
import {draftOf} from '../world/draft.ts';
import {findSource, findTask, serviceOf} from '../world/find.ts';
import type {SimTask, World} from '../world/model.ts';
import type {Called} from './relays.ts';

/** CheckTask: what a master finds in a task's configuration. */
export function checkTask(world: World, text: string): Called {
	const wrong = complaintOf(world, text);
	const fine = world.dm === '1.0' || world.dm === '2.0' || ignoresAll(text) ? passed(world) : warned;
	return {world, told: {result: wrong === null, msg: wrong ?? fine}, afterMs: 40};
}

/** POST /apis/v1alpha1/tasks: what a master answers, and the world after it. */
export function startTask(
	world: World,
	body: string,
): {readonly world: World; readonly answer: Json; readonly afterMs: number} {
	const asked: unknown = JSON.parse(body === '' ? '{}' : body);
	const told = typeof asked === 'object' && asked !== null ? (asked as Readonly<Record<string, unknown>>) : {};
	const text = typeof told['task'] === 'string' ? told['task'] : '';
	const only = Array.isArray(told['sources']) ? told['sources'].map(String) : [];
	const isOld = world.dm === '1.0';
	const checked = ['1.0', '2.0'].includes(world.dm) ? {} : {checkResult: ''};
	const answered = (result: boolean, msg: string, parts: readonly Json[], after = world, afterMs = 10) => ({
		world: after,
		answer: {result, msg, ...(isOld ? {workers: parts} : {sources: parts}), ...checked},
		afterMs,
	});
	const wrong = complaintOf(world, text);
	if (wrong !== null) return answered(false, wrong, []);
	const {name, sources} = readTask(text);
	const strangers = only.filter(id => !sources.includes(id));
	if (strangers.length > 0) {
		const msg = "source not found in task's config";
		return answered(
			false,
			'',
			strangers.map(source => ({result: false, msg, source, worker: ''})),
		);
	}
	const draft = draftOf(world);
	const wanted = only.length === 0 ? sources : only;
	const known = findTask(draft, name);
	const here = wanted.filter(id => known?.subtasks.some(({source}) => source === id));
	if (here.length > 0 && !isOld) {
		const msg = `[code=46014:class=scheduler:scope=internal:level=medium], Message: subtasks with name ${name} for sources [${here.join(' ')}] already exist, Workaround: Please use \`query-status\` command to see tasks.`;
		return answered(false, msg, []);
	}
	const parts = wanted.map(id => {
		const source = findSource(draft, id);
		const worker = draft.workers.find(each => each.name === source?.worker);
		const who = isOld ? {worker: worker?.address ?? ''} : {source: id, worker: source?.worker ?? ''};
		if (here.includes(id)) return {result: false, ...who, msg: existsAlready(name, worker?.address ?? '')};
		// The master wishes it all the same; who does not answer is told as failed, and the whole as true.
		if (source === undefined || serviceOf(draft, source) !== 'served') return {result: false, ...who, msg: unserved};
		return {result: true, msg: '', ...who};
	});
	const begun = taskOf(
		{name, on: wanted.filter((_, index) => parts[index]?.result === true), target: `\`${name}\`.\`t\``},
		draft.sources,
	);
	if (begun.subtasks.length > 0) draft.tasks = withTask(draft.tasks, begun);
	return answered(true, '', parts, draft, 1000);
}

/** What is read of the YAML: the simulator has no reader of its own. */
function readTask(text: string): {readonly name: string; readonly sources: readonly string[]} {
	const [, name = ''] = /^name:\s*["']?([^"'#\n]+?)["']?\s*(?:#.*)?$/m.exec(text) ?? [];
	const sources = [...text.matchAll(/source-id:\s*["']?([^"'\s,}]+)/g)].map(([, id = '']) => id);
	return {name, sources};
}

function complaintOf(world: World, text: string): string | null {
	const decode = (cause: string) =>
		`[code=20003:class=dm-master:scope=internal:level=medium], Message: decode task config failed, RawCause: ${cause}, Workaround: Please check the configuration file has correct YAML format.`;
	if (/^name: \[$/m.test(text)) return decode('yaml: line 1: did not find expected node content');
	if (text !== '' && !text.includes(':'))
		return decode(
			`yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str \`${text.trim()}\` into config.TaskConfig`,
		);
	const {name, sources} = readTask(text);
	if (name === '')
		return '[code=20019:class=dm-master:scope=internal:level=medium], Message: must specify a unique task name, Workaround: Please check the `name` config in task configuration file.';
	// What is masked is a password like any other, and a wrong one.
	if (/password:\s*['"]?\*{6}/.test(text))
		return "[code=10001:class=dm-master:scope=not-set:level=high], Message: database driver error, RawCause: Error 1045: Access denied for user 'root'@'127.0.0.1' (using password: YES), Workaround: Please check the database connection and the database config in configuration file.";
	const unknown = sources.find(id => !world.sources.some(source => source.id === id));
	return unknown === undefined
		? null
		: `[code=38031:class=dm-master:scope=internal:level=high], Message: source ${unknown} not found in any worker`;
}

function ignoresAll(text: string): boolean {
	return /ignore-checking-items:\s*(?:\["all"\]|\n\s*-\s*all)/.test(text);
}

function passed({dm}: World): string {
	return dm === '1.0' || dm === '2.0' ? 'check pass!!!' : '';
}

/** As it was recorded of an upstream that is a MariaDB. */
const warned =
	'fail to check synchronization configuration with type: no errors but some warnings\n detail: {\n\t\t"results": [\n\t\t\t{\n\t\t\t\t"id": 3,\n\t\t\t\t"name": "mysql_version",\n\t\t\t\t"desc": "check whether mysql version is satisfied",\n\t\t\t\t"state": "warn",\n\t\t\t\t"errors": [\n\t\t\t\t\t{\n\t\t\t\t\t\t"severity": "warn",\n\t\t\t\t\t\t"short_error": "Migrating from MariaDB is still experimental."\n\t\t\t\t\t}\n\t\t\t\t],\n\t\t\t\t"instruction": "It is recommended that you upgrade MariaDB to 10.1.2 or a later version.",\n\t\t\t\t"extra": "address of db instance - 127.0.0.1:3306"\n\t\t\t}\n\t\t],\n\t\t"summary": {\n\t\t\t"passed": true,\n\t\t\t"total": 13,\n\t\t\t"successful": 12,\n\t\t\t"failed": 0,\n\t\t\t"warning": 1\n\t\t}\n\t}';

const unserved =
	'[code=38032:class=dm-master:scope=internal:level=high], Message: some error occurs in dm-worker: worker is not online, Workaround: Please execute `query-status` to check status.';

function existsAlready(task: string, address: string): string {
	return `[code=38032:class=dm-master:scope=internal:level=high] operation 15 of task ${task} on worker ${address} not success: [code=40055:class=dm-worker:scope=internal:level=high] sub task ${task} already exists`;
}

function withTask(tasks: readonly SimTask[], begun: SimTask): SimTask[] {
	const known = tasks.find(({name}) => name === begun.name);
	if (known !== undefined) known.subtasks = [...known.subtasks, ...begun.subtasks];
	return known === undefined ? [...tasks, begun].sort((a, b) => (a.name < b.name ? -1 : 1)) : [...tasks];
}
