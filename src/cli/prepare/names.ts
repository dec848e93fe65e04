/** `clips/sea.mov` -> `clips/sea` */
const stemOf = (file: string): string => file.replace(/\.[^./]*$/u, '');
/** Some disks take two names for one that differ in case, or in how an umlaut is written. */
const fold = (name: string): string => name.normalize('NFC').toLowerCase();

/**
 * What prepared files are called, without their endings: `sea.mov` becomes `sea.prepared`, and `sea.mov.prepared` where
 * another clip is a `sea` too. That depends on the film's files alone, not on which of them have to be made: a run that
 * goes on finds what the stopped one made.
 * @param originals all that the film names; no prepared file takes the name of one.
 */
export function preparedNames(
  clips: Iterable<string>,
  originals: Iterable<string>,
): (file: string, endings: readonly string[]) => string {
  const taken = new Set([...originals].map(fold));
  const own = new Set(clips);
  const stems = new Map<string, number>();
  for (const clip of own) stems.set(fold(stemOf(clip)), (stems.get(fold(stemOf(clip))) ?? 0) + 1);
  return (file, endings) => {
    const stem = stemOf(file);
    // A file called "sea.mov.mkv" must not take the whole name of "sea.mov".
    const isAlone = own.has(file) && stems.get(fold(stem)) === 1 && !taken.has(fold(stem));
    let name = `${isAlone ? stem : file}.prepared`;
    const isTaken = (ending: string): boolean => taken.has(fold(name + ending));
    for (let count = 2; endings.some(isTaken); count += 1) name = `${file}.prepared-${count}`;
    return name;
  };
}
