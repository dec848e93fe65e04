/**
 * Version 1, the first cut of the language, marked endings with `"ending": true`; since version 2 an ending has a name.
 * The name of the scene becomes the name of the ending, which is what version 1 reported.
 */
export function oneToTwo(film: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { scenes } = film;
  if (typeof scenes !== 'object' || scenes === null || Array.isArray(scenes)) return { ...film, version: 2 };
  const named = Object.entries(scenes).map(([name, scene]): [string, unknown] => {
    if (typeof scene !== 'object' || scene === null || !('ending' in scene)) return [name, scene];
    const { ending, ...rest } = scene as Readonly<Record<string, unknown>>;
    if (ending === true) return [name, { ...rest, ending: name }];
    return [name, ending === false ? rest : scene];
  });
  return { ...film, version: 2, scenes: Object.fromEntries(named) };
}
