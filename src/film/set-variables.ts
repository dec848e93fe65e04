import type { CompiledFilm } from './compiled-film.ts';
import type { Value } from './conditions.ts';

/** Variables as written on the command line, `name=value`, in the types that the film declares; or what is wrong. */
export function setVariables(
  film: Pick<CompiledFilm, 'variables'>,
  words: readonly string[],
): { readonly variables: Readonly<Record<string, Value>> } | { readonly fault: string } {
  const variables: Record<string, Value> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    const name = word.slice(0, at).trim();
    const text = word.slice(at + 1).trim();
    if (at < 1) return { fault: `"${word}" is not of the form name=value` };
    const start = Object.hasOwn(film.variables, name) ? film.variables[name] : undefined;
    if (start === undefined) {
      const known = Object.keys(film.variables);
      const names = known.length === 0 ? 'the film has no variables' : `the film has ${known.join(', ')}`;
      return { fault: `there is no variable "${name}"; ${names}` };
    }
    const value = valueLike(start, text);
    if (value === null) return { fault: `"${text}" is no value for ${name}, which is a ${typeof start}` };
    variables[name] = value;
  }
  return { variables };
}

function valueLike(start: Value, text: string): Value | null {
  if (typeof start === 'boolean') return text === 'true' ? true : text === 'false' ? false : null;
  if (typeof start === 'string') return text;
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? null : value;
}
