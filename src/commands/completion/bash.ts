import {type Completes, completedCommands, quoted} from './words.ts';

/** What bash is told so that it completes `dmtop`. Names of tasks and sources are asked for when they are wanted. */
export function bashCompletion(): string {
	const commands = completedCommands();
	const flags = commands.map(
		({name, flags}) => `\t${name === '' ? "''" : name}) flags=${quoted(flags.map(({typed}) => typed).join(' '))} ;;`,
	);
	const values = new Map(
		commands.flatMap(({flags}) =>
			flags.flatMap(({typed, value, completes}) => (value === null ? [] : [[typed, replies(completes)] as const])),
		),
	);
	const follows = commands.flatMap(({name, argument, named}) => {
		if (argument === null) return [];
		if (named.length === 0) return [`\t${name}) ${replies(argument)} ;;`];
		const verbs = named.map(({verb, completes}) => `${verb}) ${replies(completes)} ;;`);
		return [`\t${name}) case $verb in ${verbs.join(' ')} '') ${replies(argument)} ;; esac ;;`];
	});
	const verbs = commands.flatMap(({name, argument, named}) =>
		named.length > 0 && argument !== null && typeof argument !== 'string' ? argument.map(it => `${name}:${it}`) : [],
	);
	const names = commands.map(({name}) => name).filter(name => name !== '');
	return `# What bash completes dmtop with: source <(dmtop complete bash)
_dmtop() {
	local line=\${COMP_LINE:0:COMP_POINT} flags= command= verb= words word before current cut
	read -ra words <<<"$line"
	if [[ $line == *[[:blank:]] ]]; then words+=(''); fi
	current=\${words[\${#words[@]}-1]}
	before=\${words[\${#words[@]}-2]}
	for word in "\${words[@]:1:\${#words[@]}-2}"; do
		case $command:$word in
		${verbs.join(' | ')}) verb=$word; break ;;
		esac
		if [[ -z $command ]]; then case $word in ${names.join('|')}) command=$word ;; esac; fi
	done
	COMPREPLY=()
	_dmtop_reply
	# Readline replaces what stands behind the last colon or equals sign only.
	cut=\${current%"\${current##*[:=]}"}
	if [[ -n $cut ]]; then COMPREPLY=("\${COMPREPLY[@]#"$cut"}"); fi
}

_dmtop_reply() {
	case $before in
${[...values].map(([typed, reply]) => `\t${typed}) ${reply}; return ;;`).join('\n')}
	esac
	case $command in
${flags.join('\n')}
	esac
	if [[ $current == -* ]]; then _dmtop_words "$flags"; return; fi
	case $command in
	'') _dmtop_words ${quoted(names.join(' '))} ;;
${follows.join('\n')}
	esac
}

_dmtop_words() {
	local IFS=$' \\t\\n'
	COMPREPLY=($(compgen -W "$1" -- "$current"))
}

# Of a name only what the shell does not read as its own reaches the line.
_dmtop_names() {
	local name
	while IFS= read -r name; do
		if [[ $name == "$current"* ]]; then COMPREPLY+=("$(printf %q "$name")"); fi
	done < <("\${words[0]/#\\~/$HOME}" complete "$1" -- "\${words[@]:1}" 2>/dev/null)
}

_dmtop_files() {
	local IFS=$'\\n'
	compopt -o filenames 2>/dev/null
	COMPREPLY=($(compgen "$1" -- "$current"))
}

complete -F _dmtop dmtop
`;
}

function replies(completes: Completes | null): string {
	if (completes === null) return ':';
	if (completes === 'file') return '_dmtop_files -f';
	if (completes === 'folder') return '_dmtop_files -d';
	if (typeof completes === 'string') return `_dmtop_names ${completes}`;
	return `_dmtop_words ${quoted(completes.join(' '))}`;
}
