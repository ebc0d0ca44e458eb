/** Whether a label of a cluster says that what is done there matters to others: it is asked for once more. */
export function isProduction(label: string | null): boolean {
	return label?.trim().toLowerCase() === 'prod';
}
