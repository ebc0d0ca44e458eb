import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {relayWords} from '../src/domain/relay/relay.ts';
import {findingKinds} from '../src/domain/rules/finding-kind.ts';
import {statusWords} from '../src/domain/status-word.ts';
import {counters, type Figure, gauges, histograms} from '../src/gateway/metrics/figures.ts';

type Rule = {
	readonly alert: string;
	readonly expr: string;
	readonly for?: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly annotations: Readonly<Record<string, string>>;
};

type Rules = {readonly groups: readonly {readonly name: string; readonly rules: readonly Rule[]}[]};

type Cases = {
	readonly tests: readonly {
		readonly alert_rule_test: readonly {
			readonly alertname: string;
			readonly exp_alerts?: readonly {readonly exp_annotations: Readonly<Record<string, string>>}[];
		}[];
	}[];
};

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
const rules = (parse(readFileSync(`${docs}alerts.yaml`, 'utf8')) as Rules).groups.flatMap(({rules}) => rules);
const cases = (parse(readFileSync(`${docs}alerts.test.yaml`, 'utf8')) as Cases).tests.flatMap(it => it.alert_rule_test);

/** What every series of a scrape has beside its own labels, and what Prometheus itself tells of a scrape. */
const ofScrape = ['job', 'instance'];
const figures: Readonly<Record<string, Figure>> = {
	...gauges,
	...counters,
	...histograms,
	up: {type: 'gauge', help: '', labels: []},
};

const words: Readonly<Record<string, readonly string[]>> = {
	status: statusWords,
	finding: findingKinds,
	relay: relayWords,
};

/** The figures of an expression, each with the labels that it is selected by. */
function selectorsIn(expr: string) {
	return [...expr.matchAll(/\b(up|(?:dmtop|process|nodejs)_\w+)(?:\{([^}]*)\})?/g)].map(
		([, name = '', selector = '']) => ({
			name,
			labels: [...selector.matchAll(/(\w+)(?:=~|!~|!=|=)"([^"]*)"/g)].map(([, label = '', text = '']) => ({
				label,
				values: text.split('|'),
			})),
		}),
	);
}

test('there are ten situations, each with a name of its own', () => {
	expect(new Set(rules.map(({alert}) => alert)).size).toBe(10);
	expect(rules).toHaveLength(10);
});

describe.for(rules.map(rule => [rule.alert, rule] as const))('%s', ([alert, {expr, labels, annotations}]) => {
	test('stands on figures that a gateway tells, by labels that they have and words that there are', () => {
		const selectors = selectorsIn(expr);
		expect(selectors).not.toEqual([]);
		for (const {name, labels} of selectors) {
			expect(Object.keys(figures)).toContain(name);
			for (const {label, values} of labels) {
				expect([...(figures[name]?.labels ?? []), ...ofScrape]).toContain(label);
				for (const value of values) if (label in words) expect(words[label]).toContain(value);
			}
		}
		const grouped = [...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(/, */));
		const had = [...ofScrape, ...selectors.flatMap(({name}) => figures[name]?.labels ?? [])];
		expect(grouped.filter(name => !had.includes(name))).toEqual([]);
	});

	test('says how bad it is, what it is, and what to do', () => {
		expect(['critical', 'warning']).toContain(labels['severity']);
		expect(annotations['summary']).toMatch(/^[A-Z].{20,}\.$/);
		expect(annotations['runbook']?.length).toBeGreaterThan(100);
		const told = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, name = '']) => name);
		// What the expression has grouped away would be an empty place in the sentence.
		const kept = [
			...ofScrape,
			...[...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(/, */)),
		];
		expect(told.filter(name => !kept.includes(name))).toEqual([]);
	});

	test('has a case in which it fires', () => {
		expect(cases.filter(({alertname, exp_alerts = []}) => alertname === alert && exp_alerts.length > 0)).not.toEqual(
			[],
		);
	});
});

/** Debian's package `prometheus` has it. */
const isThere = spawnSync('promtool', ['--version']).status === 0;

describe.skipIf(!isThere)('by promtool, where it is installed', () => {
	test.for([
		['check', 'rules', 'alerts.yaml'],
		['test', 'rules', 'alerts.test.yaml'],
	])('%s %s %s', args => {
		const {status, stdout, stderr} = spawnSync('promtool', args, {cwd: docs, encoding: 'utf8'});
		expect({status, said: `${stdout}${stderr}`}).toEqual({status: 0, said: expect.stringContaining('SUCCESS')});
	});
});
