/** What a gateway has told of its cluster. */
const toldFields = [
	'clockOffsetMs',
	'link',
	'hello',
	'heartbeat',
	'overview',
	'tasks',
	'sources',
	'locks',
	'events',
	'cutovers',
] as const;

/** The fields of the model that are others while the past is shown. */
export const presentFields = [...toldFields, 'nowMs', 'awaySinceMs', 'backAtMs'] as const;

/** The fields of the model that are of one cluster. */
export const clusterFields = [
	...toldFields,
	'label',
	'title',
	'gatewayAt',
	'views',
	'finding',
	'dialog',
	'underWay',
	'actsUnderWay',
	'unread',
	'writes',
	'marks',
] as const;

/** Some fields of it alone. */
export function only<Whole, Field extends keyof Whole>(whole: Whole, fields: readonly Field[]): Pick<Whole, Field> {
	return Object.fromEntries(fields.map(field => [field, whole[field]])) as Pick<Whole, Field>;
}
