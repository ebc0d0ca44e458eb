/** What the validators of a task tell beside their figures: each table, and the rows that differ, without what is in them. */
export type Validated = {
	readonly tables: readonly ValidatedTable[];
	readonly errors: readonly ValidationError[];
	/** Why there is nothing, in DM's words; null where there is an answer. */
	readonly note: string | null;
};

/** A table that is validated, or is not any more: it can be Stopped inside a Running validation. */
export type ValidatedTable = {
	readonly source: string;
	/** In the upstream, such as `` `crm`.`leads` ``. */
	readonly table: string;
	/** In the target. */
	readonly target: string;
	/** DM's word. */
	readonly stage: string;
	/** Why it is so; null where DM says nothing. */
	readonly message: string | null;
};

/** A row that differs, as DM lists it from its next flush on. */
export type ValidationError = {
	readonly id: string;
	readonly source: string;
	readonly table: string;
	readonly target: string;
	/** What differs, in DM's words. */
	readonly kind: string;
	readonly state: 'new' | 'ignored' | 'resolved' | 'unknown';
	/** When it was found, as DM prints it. */
	readonly time: string;
	readonly message: string | null;
};
