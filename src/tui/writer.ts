/** What begins and ends a frame in Ink's output: synchronized output, on and off. */
const frameBegin = '\u001B[?2026h';
const frameEnd = '\u001B[?2026l';

/**
 * A terminal that gets each of Ink's frames in one write instead of three. With `dropSync` the brackets of synchronized
 * output are left out: tmux before 3.7 ignores them, and later ones send the whole pane again at each frame. `onFrame` is
 * called after each frame that was written.
 */
export function frameWriter(
	out: NodeJS.WriteStream,
	{dropSync, onFrame = () => {}}: {readonly dropSync: boolean; readonly onFrame?: () => void},
): NodeJS.WriteStream {
	let frame: string | undefined;

	function flush() {
		const text = frame;
		frame = undefined;
		if (text) out.write(text);
	}

	function write(chunk: unknown, ...rest: readonly unknown[]): boolean {
		if (typeof chunk !== 'string' || rest.length > 0) {
			flush();
			return Reflect.apply(out.write, out, [chunk, ...rest]) as boolean;
		}
		if (chunk === frameBegin) {
			frame = '';
			// Ink ends a frame in the same turn; should it throw in between, nothing may stay behind.
			queueMicrotask(flush);
			return true;
		}
		if (chunk === frameEnd && frame !== undefined) {
			const text = frame;
			frame = undefined;
			const isDrained = out.write(dropSync ? text : frameBegin + text + frameEnd);
			onFrame();
			return isDrained;
		}
		if (frame !== undefined) {
			frame += chunk;
			return true;
		}
		return out.write(chunk);
	}

	// A proxy, not an heir: listeners added through an heir could not be removed from the stream itself.
	return new Proxy(out, {
		get(target, key) {
			if (key === 'write') return write;
			const value: unknown = Reflect.get(target, key, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
