import type {Limits} from '../../domain/limits.ts';
import type {Theme} from '../../words/theme.ts';

/** What the files of settings say, the person's own over that of all users of the host. */
export type Config = {
	/** By their names, in the order of the files. */
	readonly clusters: ReadonlyMap<string, ClusterProfile>;
	readonly limits: Partial<Limits>;
	/** From which age on an answer is old, in ms; null = nobody says. */
	readonly ageMs: number | null;
	readonly theme: Theme | null;
	/** Null = nobody says. */
	readonly ascii: boolean | null;
	/** Other keys for what keys do, by its name in the table of keys. */
	readonly keys: readonly KeyChange[];
	/** Where each value stands, such as `/home/me/.config/dmtop/config.yaml:3:5`, by its path: `clusters.sh-main.label`. */
	readonly places: ReadonlyMap<string, string>;
	/** The files that were read. */
	readonly files: readonly string[];
};

/** How a cluster is reached, and what it is. */
export type ClusterProfile = {
	readonly name: string;
	readonly masters: readonly string[];
	readonly workers: readonly string[];
	/** The address of somebody's gateway, as `connect` takes it; null where dmtop asks the masters itself. */
	readonly gateway: string | null;
	/** What kind of cluster it is, such as `prod`. */
	readonly label: string | null;
	/** Paths of PEM files. */
	readonly tls: {readonly ca?: string; readonly cert?: string; readonly key?: string};
	/** The file with the token that is shown to the gateway. */
	readonly tokenFile: string | null;
};

/** Other keys for one thing; `place` is where that stands. */
export type KeyChange = {readonly id: string; readonly keys: readonly string[]; readonly place: string};

/** What holds where there is no file. */
export const noConfig: Config = {
	clusters: new Map(),
	limits: {},
	ageMs: null,
	theme: null,
	ascii: null,
	keys: [],
	places: new Map(),
	files: [],
};
