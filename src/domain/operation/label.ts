/** Whether a label of a cluster says that what is done there matters to others: it is asked for once more. */
export function isProduction(label: string | null): boolean {
	return label?.trim().toLowerCase() === 'prod';
}

/** What is shown of what a person's own settings say and of what the gateway does: where one of both says production it is that. */
export function shownLabel(own: string | null, told: string | null): string | null {
	const said = told?.trim() || null;
	return isProduction(said) ? said : (own ?? said);
}
