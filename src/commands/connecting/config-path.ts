import path from 'node:path';
import envPaths from 'env-paths';

/** Where what a person has set up is kept: a file of that name below XDG_CONFIG_HOME, or what stands for it; null where no place is known. */
export function configPath(name: string): string | null {
	const {config} = envPaths('dmtop', {suffix: ''});
	return path.isAbsolute(config) ? path.join(config, name) : null;
}

/** The tokens of the gateways of this user, unless another file is named. Null where no place is known. */
export function tokensPath(named: string | null): string | null {
	return named === null ? configPath('tokens') : path.resolve(named);
}

/** Why a file has to be named. */
export const noConfigPath = 'neither XDG_CONFIG_HOME nor HOME is an absolute path: name the file with --tokens FILE';
