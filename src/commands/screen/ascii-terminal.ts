/**
 * Whether the environment says of its terminal that it shows ASCII only: it is the console of Linux, whose font has no
 * braille, or the locale names a charset that is not UTF-8, as `C` and `en_US.ISO-8859-1` do. Where no locale is named
 * nothing is said.
 */
export function isAsciiTerminal(env: NodeJS.ProcessEnv): boolean {
	if (env['TERM'] === 'linux') return true;
	const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(name => name !== undefined && name !== '');
	return locale !== undefined && !/\.utf-?8(?:@|$)/i.test(locale) && locale.toUpperCase() !== 'UTF-8';
}
