/** By code units: the same order on every machine. */
export function byText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** As people count: `worker2` before `worker10`; the same order on every machine. */
export function byNumbers(a: string, b: string): number {
	const [left, right] = [a.split(digits), b.split(digits)];
	for (let index = 0; index < Math.min(left.length, right.length); index++) {
		const [x, y] = [left[index] ?? '', right[index] ?? ''];
		// Every second part is a run of digits: without its zeros in front the longer one is the larger number.
		const [m, n] = index % 2 === 0 ? [x, y] : [x.replace(zeros, ''), y.replace(zeros, '')];
		const order = (index % 2 === 0 ? 0 : m.length - n.length) || byText(m, n);
		if (order !== 0) return order;
	}
	return left.length - right.length || byText(a, b);
}

const digits = /(\d+)/;
const zeros = /^0+/;
