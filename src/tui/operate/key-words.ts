/** What the keys for a row say where none is. */
export function ofWhole(keyName: (id: string) => string): string {
	return `no subtask is selected here; ${keyName('pause-task')} and ${keyName('resume-task')} are for the whole task`;
}

/** What the keys that operate say where no task is meant. */
export const selectTask = 'select a task';

/** What the keys for a row say on pages that show something of a task. */
export const openItsPage = "open the task's page first";
