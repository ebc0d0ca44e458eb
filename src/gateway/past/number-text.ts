/** A text of JSON without its numbers, and these: from one answer of a cluster to the next little else differs. */
export type NumberText = {readonly frame: string; readonly numbers: readonly number[]};

/** Takes a text of JSON apart. What is not written as the number that it is, such as `000001`, stays in the text. */
export function apart(json: string): NumberText {
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

/** What stands around the numbers of a frame: one text more than there are numbers. */
export function around(frame: string): readonly string[] {
	return frame.split(place);
}

/** The text of JSON that was taken apart. */
export function together(texts: readonly string[], numbers: Float64Array): string {
	let text = texts[0] ?? '';
	for (let index = 0; index < numbers.length; index++) text += `${numbers[index]}${texts[index + 1]}`;
	return text;
}

/** No whole number of so many digits is rounded. */
const digits = /\d{1,15}(?:\.\d{1,17})?/g;
/** JSON has no such character but as an escape. */
const place = '\0';
