/** What is wrong with a path that a film names, and how to mend it; null where it stays below the film's folder. Pure: links are looked at by whoever opens it. */
export function pathFault(path: string): { readonly message: string; readonly hint: string } | null {
  const shown = JSON.stringify(path.length > 80 ? `${path.slice(0, 80)}...` : path);
  const copy = 'Copy the file into the film\'s folder and name it from there, as in "clips/sea.webm".';
  if (/[\u0000-\u001f]/u.test(path)) return { message: `${shown} holds a control character`, hint: 'Rename the file.' };
  if (/^[a-z][a-z0-9+.-]+:/iu.test(path))
    return { message: `${shown} is an address, and a film plays without a network`, hint: copy };
  if (/^[a-z]:/iu.test(path)) return { message: `${shown} is on a drive of its own`, hint: copy };
  if (path.includes('\\'))
    return { message: `${shown} has a backslash`, hint: 'Write forward slashes: they mean the same on every system.' };
  if (path.startsWith('/') || path.startsWith('~'))
    return { message: `${shown} does not start in the film's folder`, hint: copy };
  if (path.split('/').includes('..')) return { message: `${shown} leaves the film's folder`, hint: copy };
  if (path.split('/').some((part) => part === '' || part === '.')) {
    return {
      message: `${shown} has a part that says nothing`,
      hint: 'Write the path without "." and doubled slashes.',
    };
  }
  return null;
}
