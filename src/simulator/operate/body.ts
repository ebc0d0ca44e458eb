/** What an operation's body asks for, or why it is none, in the words of DM's JSON reader. */
export type ReadBody =
	| {readonly type: 'operate'; readonly op: number; readonly only: readonly string[]}
	| {readonly type: 'refused'; readonly message: string};

/** Reads the body of PUT /apis/v1alpha1/tasks/{name}. An empty one is an operation of number 0. */
export function readOperate(body: string, list: 'sources' | 'workers'): ReadBody {
	let value: unknown;
	try {
		value = body === '' ? {} : JSON.parse(body);
	} catch {
		return {type: 'refused', message: complaint(body)};
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return {
			type: 'refused',
			message: `json: cannot unmarshal ${typeof value} into Go value of type map[string]json.RawMessage`,
		};
	}
	const op = 'op' in value ? value.op : 0;
	const only: unknown = list in value ? Reflect.get(value, list) : [];
	if (typeof op !== 'number')
		return {type: 'refused', message: `json: cannot unmarshal ${typeof op} into Go value of type int32`};
	if (!isTexts(only))
		return {type: 'refused', message: `json: cannot unmarshal ${typeof only} into Go value of type []string`};
	return {type: 'operate', op, only};
}

function isTexts(value: unknown): value is readonly string[] {
	return Array.isArray(value) && value.every(item => typeof item === 'string');
}

function complaint(body: string): string {
	const [, first = '', second = ''] = /^\s*(\S)\s*(\S?)/.exec(body) ?? [];
	if (first === '{' && second !== '"' && second !== '') {
		return `invalid character '${second}' looking for beginning of object key string`;
	}
	if (/[{["\d-]/.test(first)) return 'unexpected EOF';
	return `invalid character '${first}' looking for beginning of value`;
}
