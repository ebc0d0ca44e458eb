import {type CompletedFlag, type Completes, completedCommands} from './words.ts';

/** What fish is told so that it completes `dmtop`. Names of tasks and sources are asked for when they are wanted. */
export function fishCompletion(): string {
	const commands = completedCommands();
	const names = commands.map(({name}) => name).filter(name => name !== '');
	const lines = commands.flatMap(({name, text, flags, argument, named}) => {
		const here = name === '' ? '__dmtop_without_command' : `__fish_seen_subcommand_from ${name}`;
		const condition = `complete -c dmtop -n ${quoted(here)}`;
		return [
			...(name === '' ? [] : [`complete -c dmtop -n __dmtop_without_command -a ${name} -d ${quoted(text)}`]),
			...flags.map(flag => `${condition} ${option(flag)}`),
			...(argument === null
				? []
				: [`${named.length > 0 ? without(here, argument) : condition} -a ${quoted(words(argument))}`]),
			...named.map(({verb, completes}) => {
				const behind = `${here}; and __fish_seen_subcommand_from ${verb}`;
				return `complete -c dmtop -n ${quoted(behind)} -a ${quoted(words(completes))}`;
			}),
		];
	});
	return `# What fish completes dmtop with: dmtop complete fish >~/.config/fish/completions/dmtop.fish
function __dmtop_names
	set -l words (commandline -opc) (commandline -ct)
	$words[1] complete $argv[1] -- $words[2..-1] 2>/dev/null
end

function __dmtop_without_command
	not __fish_seen_subcommand_from ${names.join(' ')}
end

complete -c dmtop -f
${lines.join('\n')}
`;
}

/** Where none of the words follows yet. */
function without(here: string, argument: Completes): string {
	const none = `${here}; and not __fish_seen_subcommand_from ${words(argument)}`;
	return `complete -c dmtop -n ${quoted(none)}`;
}

function option({typed, text, value, completes}: CompletedFlag): string {
	const named = `-l ${typed.slice(2)} -d ${quoted(text)}`;
	if (value === null) return named;
	if (completes === 'file' || completes === 'folder') return `${named} -r -F`;
	return completes === null ? `${named} -x` : `${named} -x -a ${quoted(words(completes))}`;
}

function words(completes: Completes): string {
	if (completes === 'file' || completes === 'folder') return '';
	if (typeof completes === 'string') return `(__dmtop_names ${completes})`;
	return completes.join(' ');
}

/** Fish takes a backslash for its own within single quotes, too. */
function quoted(text: string): string {
	return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
