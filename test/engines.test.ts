import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';

type Package = {readonly version?: string; readonly engines?: {readonly node?: string}; readonly resolved?: string};

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const packages: Readonly<Record<string, Package>> = JSON.parse(read('package-lock.json')).packages;
const promised: string = JSON.parse(read('package.json')).engines.node;
const [, least = ''] = /^>=(\d+\.\d+)$/.exec(promised) ?? [];

type Version = readonly [number, number, number];

function versionOf(text: string): Version {
	const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
	return [major, minor, patch];
}

function compare(a: Version, b: Version): number {
	return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** Whether npm finds that this version of Node is in the range. */
function admits(range: string, node: Version): boolean {
	return range.split('||').some(part =>
		[...part.matchAll(/([<>]=?|\^)?\s*(\d+(?:\.\d+){0,2})/g)].every(([, operator, text = '']) => {
			const limit = versionOf(text);
			const by = compare(node, limit);
			if (operator === '>=') return by >= 0;
			if (operator === '>') return by > 0;
			if (operator === '<') return by < 0;
			if (operator === '<=') return by <= 0;
			return by >= 0 && node[0] === limit[0];
		}),
	);
}

test.for<readonly [string, string, boolean]>([
	['>=20.19', '20.19.0', true],
	['>=22', '20.20.2', false],
	['^20.19.0 || >=22.12.0', '20.19.0', true],
	['^20.19.0 || >=22.12.0', '22.11.0', false],
	['>=18.20 <19 || >=20.10', '19.1.0', false],
	['>= 12.0.0', '20.19.0', true],
	['^10 || ^12', '20.19.0', false],
])('%s and Node %s', ([range, node, expected]) => {
	expect(admits(range, versionOf(node))).toBe(expected);
});

describe('what is installed', () => {
	test.for([`${least}.0`, '20.20.0', '22.13.0', '24.0.0'])('runs on Node %s', node => {
		const others = Object.entries(packages).filter(([, {engines}]) => !admits(engines?.node ?? '*', versionOf(node)));
		expect(others.map(([name, {version, engines}]) => `${name} ${version}: ${engines?.node}`)).toEqual([]);
	});

	test('claims nothing else, but for Ink 8 and what it brings: they ask for Node 22 and run on 20', () => {
		// Earlier versions of Ink keep every text that ever changed. The lock file leaves their claim out, so that no
		// installation warns of it; the tests of the built program run them on the Node that is there.
		const silent = ['ansi-styles', 'chalk', 'cli-truncate', 'ink', 'slice-ansi'];
		expect(silent.filter(name => packages[`node_modules/${name}`]?.engines !== undefined)).toEqual([]);
		expect(packages['node_modules/ink']?.version).toBe('8.0.0');
	});

	test('is promised in the README, and comes from whichever registry is set', () => {
		expect(read('README.md')).toContain(`\nNode ${least} or newer.`);
		expect(Object.entries(packages).flatMap(([name, {resolved}]) => (resolved === undefined ? [] : [name]))).toEqual(
			[],
		);
	});
});
