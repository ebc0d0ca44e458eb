/** The longest message from a viewer, in bytes: what was seen of 50 tasks on 16 sources fits well. */
export const clientMessageBytes = 256 * 1024;

/** How many tasks one request may operate. */
export const targetsAtOnce = 50;

/** The longest message to a viewer, in bytes: every source of a cluster of 500 tasks × 16 sources fits well. */
export const serverMessageBytes = 16 * 1024 * 1024;

/** The longest name of a topic, a task or a source, in characters. */
export const nameCharacters = 512;

/** The longest text of what was seen before an act, such as a DDL, in characters. */
export const factCharacters = 4096;

/** How many topics one viewer may read at a time; a screen needs two or three. */
export const topicsPerViewer = 64;

/** A gateway says something at least this often. */
export const heartbeatEveryMs = 5_000;

/** A viewer that has heard nothing for this long takes the link for dead. */
export const silenceMs = 15_000;
