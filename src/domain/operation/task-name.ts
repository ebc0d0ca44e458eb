/**
 * Why DM's HTTP routes cannot be asked about a task of that name, in a few words; null where they can. A slash ends the
 * name there also where it is percent-encoded (recorded: 501), an empty name means something else, and every path takes
 * dots for a direction. dmctl, which speaks gRPC, can.
 */
export function unaddressable(task: string): string | null {
	if (task === '' || task === '.' || task === '..') return `DM's HTTP cannot address a task called "${task}"`;
	if (/\p{Cs}/u.test(task)) return "DM's HTTP cannot address a task whose name has half a character in it";
	return task.includes('/') ? "DM's HTTP cannot address a task with / in its name" : null;
}
