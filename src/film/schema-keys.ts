import { z } from 'zod';
import type { JsonPath } from './problems.ts';

/** The keys that a schema knows at a path, for hints. Empty where none can be told. */
export function keysOf(schema: z.ZodType, path: JsonPath): readonly string[] {
  return [...new Set(shapesAt(schema, path).flatMap((shape) => Object.keys(shape)))];
}

function shapesAt(schema: unknown, path: JsonPath): readonly Readonly<Record<string, unknown>>[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return shapesAt(schema.unwrap(), path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => shapesAt(option, path));
  const [head, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Readonly<Record<string, unknown>>;
    if (head === undefined) return [shape];
    return Object.hasOwn(shape, head) ? shapesAt(shape[head], rest) : [];
  }
  if (head === undefined) return [];
  if (schema instanceof z.ZodRecord) return shapesAt(schema.valueType, rest);
  if (schema instanceof z.ZodArray) return shapesAt(schema.element, rest);
  return [];
}
