import { describe, expect, it } from 'vitest';
import { checkFilm } from '../../../src/film/check.ts';
import { compileFilm } from '../../../src/film/compile.ts';
import { filmJsonSchema } from '../../../src/film/film-json-schema.ts';
import { readJsonText } from '../../../src/film/json-text.ts';
import { parseFilmFiles } from '../../../src/film/parse-film.ts';
import { fieldsOf, filmReference } from '../../../src/film/reference.ts';
import { CHAPTERS } from '../../../src/film/reference-examples.ts';

describe('what is generated from the one definition', () => {
  it('the JSON schema that ships is the one that the code makes', async () => {
    await expect(`${JSON.stringify(filmJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
      '../../../film/film.schema.json',
    );
  });

  it('the reference page is the one that the code makes', async () => {
    await expect(filmReference()).toMatchFileSnapshot('../../../docs/film-language.md');
  });

  it('every field has a description', () => {
    const bare: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties } = node as { properties?: Record<string, { description?: string; $ref?: string }> };
      for (const [key, field] of Object.entries(properties ?? {})) {
        if (field.description === undefined && field.$ref === undefined) bare.push(`${path}.${key}`);
      }
      for (const [key, inner] of Object.entries(node)) walk(inner, `${path}.${key}`);
    };
    walk(filmJsonSchema(), '');
    expect(bare).toEqual([]);
  });
});

describe('the examples of the reference page', () => {
  for (const { title, example, part } of CHAPTERS) {
    it(`"${title}" checks without a word and compiles`, () => {
      const texts = new Map([['film.json', example], ...(part === undefined ? [] : [[part.file, part.text] as const])]);
      const { film, problems } = parseFilmFiles(texts, 'film.json');
      expect(problems).toEqual([]);
      expect(checkFilm(film!)).toEqual([]);
      expect(Object.keys(compileFilm(film!, new Map()).scenes).length).toBeGreaterThan(2);
    });
  }

  it('use every field of the language', () => {
    const schema = filmJsonSchema();
    const definitions = ['', ...Object.keys(schema.definitions as object)];
    const fields = new Set(definitions.flatMap((of) => fieldsOf(schema, of).map(([name]) => name)));
    const used = new Set<string>();
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      if (!Array.isArray(node)) Object.keys(node).forEach((key) => used.add(key));
      Object.values(node).forEach(walk);
    };
    for (const { example, part } of CHAPTERS) {
      walk(readJsonText(example, 'film.json').value);
      if (part !== undefined) walk(readJsonText(part.text, part.file).value);
    }
    expect(fields.size).toBeGreaterThan(50);
    expect([...fields].filter((field) => !used.has(field))).toEqual([]);
  });
});
