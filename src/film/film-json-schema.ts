import { z } from 'zod';
import { filmFile } from './schema.ts';

type Node = Record<string, unknown>;

/** film/film.schema.json as data: what an editor needs for completion and hover help. Generated from the one definition. */
export function filmJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(filmFile, { io: 'input', target: 'draft-7' });
  const schema: Node = { $schema, title: 'A film for Mien', ...rest, allowTrailingCommas: true };
  describeReferences(schema, isNode(schema.definitions) ? schema.definitions : {});
  return schema;
}

/** Editors show the words beside a reference, not those behind it: copies them over. */
function describeReferences(node: Node, definitions: Node): void {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) value.filter(isNode).forEach((inner) => describeReferences(inner, definitions));
    else if (isNode(value)) describeReferences(value, definitions);
  }
  if (!isNode(node.properties)) return;
  for (const field of Object.values(node.properties)) {
    if (!isNode(field) || field.description !== undefined) continue;
    const all: unknown = Array.isArray(field.allOf) ? field.allOf[0] : field;
    const ref = isNode(all) ? all.$ref : undefined;
    const behind = typeof ref === 'string' ? definitions[ref.split('/').at(-1) ?? ''] : undefined;
    if (!isNode(behind) || typeof behind.description !== 'string') continue;
    field.description = behind.description;
    if (ref !== undefined && field.$ref === ref) {
      // In draft 7 whatever stands beside a bare reference is passed over.
      delete field.$ref;
      field.allOf = [{ $ref: ref }];
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
