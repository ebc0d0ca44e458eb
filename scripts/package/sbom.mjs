/**
 * What is in the program, as CycloneDX, told by the lock file: the packages that are in the bundle, and the Node of the
 * executables. It holds neither a time nor a number of its own, so the same sources give the same bytes.
 */
export function sbom(lock, {name, version, license}, inBundle, nodePackages, nodeVersion) {
	const packages = Object.entries(lock.packages)
		.filter(([path]) => inBundle.has(path))
		.map(([path, locked]) => component(locked.name ?? path.split('node_modules/').at(-1), locked));
	const nodes = Object.values(nodePackages).map(({name, integrity}) =>
		component(name, {version: nodeVersion, integrity, license: 'MIT'}),
	);
	const whole = {type: 'application', 'bom-ref': `${name}@${version}`, name, version, ...licensed(license)};
	return {
		$schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
		bomFormat: 'CycloneDX',
		specVersion: '1.6',
		version: 1,
		metadata: {component: whole},
		components: [...packages, ...nodes],
	};
}

function component(name, {version, integrity, license}) {
	const [, algorithm, content] = /^(sha512)-(.*)$/.exec(integrity ?? '') ?? [];
	return {
		type: 'library',
		'bom-ref': `${name}@${version}`,
		name,
		version,
		purl: `pkg:npm/${name.replace(/^@/, '%40')}@${version}`,
		...(algorithm && {hashes: [{alg: 'SHA-512', content: Buffer.from(content, 'base64').toString('hex')}]}),
		...licensed(license),
	};
}

function licensed(license) {
	if (license === undefined) return {};
	return {licenses: [/ (AND|OR|WITH) /.test(license) ? {expression: license} : {license: {id: license}}]};
}
