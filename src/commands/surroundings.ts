/** Standard error for what the program itself says. */
export type Voice = NodeJS.WriteStream;

/**
 * Keeps from the program, and from who looks at it, what it was not started for: Node's debugger and its own remarks, a
 * working folder that is gone, a terminal that does not read. Returns where the program says what it has to say.
 */
export function settleIn({NODE_DEBUG: debug}: Readonly<Record<string, string | undefined>>): Voice {
	// Else it would open a debugger, which lets anybody on the machine into the program.
	process.on('SIGUSR1', () => {});
	process.removeAllListeners('warning');
	process.on('warning', () => {});
	stayInSomeFolder();
	for (const stream of [process.stdout, process.stderr]) unblock(stream);
	return debug ? muteOthers(process.stderr) : process.stderr;
}

/** Libraries ask for the working folder, and fail where it was deleted. */
function stayInSomeFolder(): void {
	try {
		process.cwd();
	} catch {
		process.chdir('/');
	}
}

/** Node waits for a terminal that does not read, deaf to every signal; without that, what is written waits. */
function unblock(stream: NodeJS.WriteStream & {readonly _handle?: {setBlocking?(isBlocking: boolean): void}}): void {
	stream._handle?.setBlocking?.(false);
}

/** What Node writes for NODE_DEBUG would stand in the middle of the screen. */
function muteOthers(stderr: NodeJS.WriteStream): Voice {
	const write = stderr.write.bind(stderr);
	stderr.write = () => true;
	return new Proxy(stderr, {
		get(target, key) {
			if (key === 'write') return write;
			const value: unknown = Reflect.get(target, key, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
