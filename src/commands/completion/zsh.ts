import {type CompletedFlag, type Completes, completedCommands, quoted} from './words.ts';

/** What zsh is told so that it completes `dmtop`. Names of tasks and sources are asked for when they are wanted. */
export function zshCompletion(): string {
	const commands = completedCommands();
	const all = commands.filter(({name}) => name !== '');
	const described = all.map(({name, text}) => `\t\t${quoted(`${name}:${text}`)}`);
	const cases = all.map(({name, flags, argument, named: [behind]}) => {
		const follows = [
			...(argument === null ? [] : [quoted(`2:${name}:${action(argument)}`)]),
			// What follows one of its words is a name of one kind, whichever of them it is.
			...(behind === undefined ? [] : [quoted(`3:${behind.completes}:${action(behind.completes)}`)]),
		];
		return `\t${name}) _arguments ${['1:command:', ...flags.map(spec)]
			.map(each => (each.startsWith("'") ? each : quoted(each)))
			.concat(follows)
			.join(' ')} ;;`;
	});
	const screen = commands.find(({name}) => name === '')?.flags ?? [];
	return `#compdef dmtop
# What zsh completes dmtop with: dmtop complete zsh >DIRECTORY/_dmtop, where DIRECTORY is in fpath.
_dmtop_names() {
	local -a names
	names=("\${(@f)$("$words[1]" complete "$1" -- "\${(@)words[2,-1]}" 2>/dev/null)}")
	compadd -a names
}

_dmtop() {
	local -a commands
	local command=\${\${(@)words[2,CURRENT-1]}[(r)(${all.map(({name}) => name).join('|')})]}
	commands=(
${described.join('\n')}
	)
	case $command in
${cases.join('\n')}
	*) _arguments ${screen.map(spec).join(' ')} '1:command:{_describe command commands}' ;;
	esac
}

if [[ $funcstack[1] == _dmtop ]]; then _dmtop "$@"; else compdef _dmtop dmtop; fi
`;
}

function spec({typed, text, value, completes, isMultiple}: CompletedFlag): string {
	const means = text.replaceAll(/[[\]\\:]/g, sign => `\\${sign}`);
	const takes = value === null ? '' : `:${value.replaceAll(':', '\\:')}:${action(completes)}`;
	return quoted(`${isMultiple ? '*' : ''}${typed}[${means}]${takes}`);
}

function action(completes: Completes | null): string {
	if (completes === null) return ' ';
	if (completes === 'file') return '_files';
	if (completes === 'folder') return '_files -/';
	if (typeof completes === 'string') return ` _dmtop_names ${completes}`;
	return `(${completes.join(' ')})`;
}
