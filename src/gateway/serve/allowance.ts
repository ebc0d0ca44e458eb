/** How much one viewer may ask of the gateway. */
export type Allowance = {
	/** Takes that much of it; null, or which limit was met, in a sentence. */
	readonly take: (what: Limited, amount?: number) => string | null;
};

export type Limited = keyof typeof rates;

type Rate = {
	/** What may come at once. */
	readonly burst: number;
	readonly perSecond: number;
	readonly of: string;
};

/** Far above what a screen and the person in front of it do, also while a key is held down. */
const rates = {
	bytes: {burst: 2 * 1024 * 1024, perSecond: 128 * 1024, of: 'bytes'},
	messages: {burst: 1000, perSecond: 300, of: 'messages'},
	subscriptions: {burst: 1000, perSecond: 300, of: 'subscriptions'},
	refreshes: {burst: 10, perSecond: 1, of: 'refreshes'},
	raws: {burst: 20, perSecond: 2, of: 'raw answers'},
	reports: {burst: 10, perSecond: 0.5, of: 'reports'},
	moments: {burst: 60, perSecond: 10, of: 'moments'},
	operations: {burst: 20, perSecond: 1, of: 'operations'},
	pings: {burst: 20, perSecond: 2, of: 'pings'},
} as const satisfies Record<string, Rate>;

/** A full one. `now` is a clock in ms. */
export function createAllowance(now: () => number): Allowance {
	const left = new Map<Limited, {readonly amount: number; readonly atMs: number}>();
	return {
		take(what, amount = 1) {
			const {burst, perSecond, of}: Rate = rates[what];
			const before = left.get(what) ?? {amount: burst, atMs: now()};
			const has = Math.min(burst, before.amount + ((now() - before.atMs) / 1000) * perSecond);
			const isEnough = has >= amount;
			left.set(what, {amount: isEnough ? has - amount : has, atMs: now()});
			return isEnough ? null : `the limit of one viewer is ${perSecond} ${of} a second: try again later`;
		},
	};
}
