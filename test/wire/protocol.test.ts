import type {GenericSchema} from 'valibot';
import {expect, test} from 'vitest';
import {clientSchemas, protocolVersion, serverSchemas} from '../../src/wire/messages.ts';
import {topicSchemas} from '../../src/wire/topics.ts';

test('a message that changes raises the number of the protocol', async () => {
	const shapes = {gateway: serverSchemas, topic: topicSchemas, viewer: clientSchemas};
	const lines = Object.entries(shapes).flatMap(([from, schemas]) =>
		Object.entries<GenericSchema>(schemas).flatMap(([name, schema]) => shapeOf(schema, `${from} ${name}`)),
	);
	// Where this differs a message has another shape: say so in PROTOCOL.md, raise `protocolVersion` where that has not
	// been done since the last release, and renew the file (`vitest run test/wire/protocol.test.ts -u`).
	await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`protocol-${protocolVersion}.txt`);
});

/** What is looked at of a schema, of whatever kind. */
type Shape = GenericSchema & {
	readonly entries?: Readonly<Record<string, Shape>>;
	readonly item?: Shape;
	readonly wrapped?: Shape;
	readonly options?: readonly unknown[];
	readonly literal?: unknown;
	readonly pipe?: readonly GenericSchema[];
};

/** A line for each key, with its kind; the words of a list are left out, for they may grow. */
function shapeOf(schema: Shape, path: string): readonly string[] {
	if (schema.entries !== undefined) {
		return Object.entries(schema.entries).flatMap(([key, entry]) => shapeOf(entry, `${path}.${key}`));
	}
	if (schema.item !== undefined) return shapeOf(schema.item, `${path}[]`);
	if (schema.wrapped !== undefined) return shapeOf(schema.wrapped, `${path}${marks[schema.type] ?? ''}`);
	if (schema.type === 'variant') {
		return (schema.options ?? []).flatMap((option, index) => shapeOf(option as Shape, `${path}|${index}`));
	}
	return [`${path}: ${schema.type === 'literal' ? JSON.stringify(schema.literal) : schema.type}`];
}

const marks: Readonly<Record<string, string>> = {nullable: '?', optional: ' (may be left out)'};
