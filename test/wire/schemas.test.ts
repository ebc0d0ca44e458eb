import type {InferOutput} from 'valibot';
import {expect, test} from 'vitest';
import {topicSchemas} from '../../src/wire/topic-schema.ts';
import type {EventsValue, LocksValue, Overview, SourcesValue, TaskValue} from '../../src/wire/topics.ts';

/** The output of a schema, as the types of the topics are written. */
type ReadonlyDeep<T> = T extends object ? {readonly [Key in keyof T]: ReadonlyDeep<T[Key]>} : T;
type ValueOf<Name extends keyof typeof topicSchemas> = ReadonlyDeep<InferOutput<(typeof topicSchemas)[Name]>['value']>;
type Same<A, B> = [A, B] extends [B, A] ? true : false;

test('a schema takes all that its type allows, and gives nothing else', () => {
	// The compiler is the judge: a field or a null too many or too few makes one of these false.
	const same: {
		overview: Same<ValueOf<'overview'>, Overview>;
		sources: Same<ValueOf<'sources'>, SourcesValue>;
		locks: Same<ValueOf<'locks'>, LocksValue>;
		events: Same<ValueOf<'events'>, EventsValue>;
		task: Same<ValueOf<'task'>, TaskValue>;
	} = {overview: true, sources: true, locks: true, events: true, task: true};
	expect(Object.keys(same)).toEqual(Object.keys(topicSchemas));
});
