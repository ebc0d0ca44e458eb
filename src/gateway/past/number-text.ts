/** A text of JSON without its numbers, and these: from one answer of a cluster to the next little else differs. */
export type NumberText = {readonly frame: string; readonly numbers: Iterable<number> & {readonly length: number}};

/** Takes a text of JSON apart. What is not written as the number that it is, such as `000001`, stays in the text. */
export function apart(json: string): {readonly frame: string; readonly numbers: readonly number[]} {
	const numbers: number[] = [];
	const frame = json.replace(digits, told => {
		const number = Number(told);
		if (String(number) === told) {
			numbers.push(number);
			return place;
		}
		const [whole = '', fraction] = told.split('.');
		if (fraction === undefined || String(Number(whole)) !== whole) return told;
		numbers.push(Number(whole));
		return `${place}.${fraction}`;
	});
	return {frame, numbers};
}

/** The text of JSON that was taken apart. */
export function together({frame, numbers}: NumberText): string {
	let text = '';
	let at = 0;
	for (const number of numbers) {
		const next = frame.indexOf(place, at);
		text += frame.slice(at, next) + number;
		at = next + 1;
	}
	return text + frame.slice(at);
}

/** How many numbers belong into a frame. */
export function placesIn(frame: string): number {
	let count = 0;
	for (let at = frame.indexOf(place); at !== -1; at = frame.indexOf(place, at + 1)) count += 1;
	return count;
}

/** No whole number of so many digits is rounded. */
const digits = /\d{1,15}(?:\.\d{1,17})?/g;
/** JSON has no such character but as an escape. */
const place = '\0';
