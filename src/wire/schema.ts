import * as v from 'valibot';

/** JSON has no NaN, but `1e999` reads as Infinity: only finite numbers are numbers. */
export const number = v.custom<number>(value => Number.isFinite(value), 'Expected a finite number');
export const text = v.string();
export const textOrNull = v.nullable(text);
export const numberOrNull = v.nullable(number);
export const yesNo = v.boolean();
export const yesNoOrNull = v.nullable(yesNo);
export const texts = v.array(text);

/** What a schema reads, which nobody changes. */
export type Wire<Schema extends v.GenericSchema> = ReadonlyDeep<v.InferOutput<Schema>>;

type ReadonlyDeep<T> = T extends object ? {readonly [Key in keyof T]: ReadonlyDeep<T[Key]>} : T;

/** The schema of a type of the domain: the compiler refuses one that reads a field, a word or a null more or less. */
export function schemaOf<T>() {
	return <Schema extends v.GenericSchema<unknown, T>>(
		schema: Schema & ([T] extends [Wire<Schema>] ? unknown : never),
	): v.GenericSchema<unknown, T> => schema;
}
