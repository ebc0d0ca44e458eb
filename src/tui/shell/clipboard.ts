/**
 * What has a terminal put a text on its clipboard (OSC 52); a terminal that does not know it, or may not, ignores it, and
 * nobody is told. tmux takes it for itself where `set-clipboard` is `on`, and hands on what is wrapped for it where
 * `allow-passthrough` is.
 */
export function clipboardSequence(text: string, tmux: boolean): string {
	const sequence = `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;
	return tmux ? sequence + throughTmux(sequence) : sequence;
}

/** A sequence as tmux hands it on to the terminal outside, where `allow-passthrough` is on. */
export function throughTmux(sequence: string): string {
	return `\u001BPtmux;${sequence.replaceAll('\u001B', '\u001B\u001B')}\u001B\\`;
}
