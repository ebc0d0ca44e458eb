/** What the keys for a row say where none is. */
export const ofWhole = 'no subtask is selected here; P and R are for the whole task';

/** What the keys that operate say where no task is meant. */
export const selectTask = 'select a task';

/** What the keys for a row say on pages that show something of a task. */
export const openItsPage = "open the task's page first";
