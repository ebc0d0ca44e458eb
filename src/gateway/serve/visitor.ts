/** What a viewer may: look, operate as well, or also do what nothing undoes, for which a name is typed. */
export const roles = ['read', 'operate', 'admin'] as const;

export type Role = (typeof roles)[number];

/** Who a viewer is, as far as the gateway itself knows. */
export type Visitor = {
	/** Its end of the connection, such as `10.0.0.5:51712` or `unix:3`. */
	readonly from: string;
	/** The same without what differs from one connection to the next. */
	readonly address: string;
	/** The name of the token that it showed; null where the door asks for none. */
	readonly token: string | null;
	readonly role: Role;
};

/** A visitor who needs no token, such as this program itself. */
export function trustedVisitor(from: string): Visitor {
	return {from, address: from, token: null, role: 'admin'};
}
