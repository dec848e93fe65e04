// The processes of the show, found from outside in /proc: the soak hits whichever it likes.
import { readFileSync, readdirSync } from 'node:fs';

/** Every process below a process, itself included: `{pid, parent, words, rssBytes}`. */
export function tree(root) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        const field = (key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
        const isGone = /^State:\s+[ZX]/m.test(status);
        return isGone ? [] : [{ pid: Number(name), parent: field('PPid'), words, rssBytes: field('VmRSS') * 1024 }];
      } catch {
        return [];
      }
    });
  const ours = new Set([root]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent } of all) {
      if (ours.has(parent) && !ours.has(pid)) {
        ours.add(pid);
        grown = true;
      }
    }
  }
  return all.filter(({ pid }) => ours.has(pid));
}

/** The show's own process, its perception, its browser and its page, where each is there just now. */
export function parts(root) {
  const processes = tree(root);
  const has = (word) => (of) => of.words.some((given) => given.includes(word));
  return {
    main: processes.find(({ words }) => words.includes('play') && has('mien.mjs')({ words })),
    perception: processes.find(has('perception-process.js')),
    browser: processes.find((of) => has('--user-data-dir=')(of) && !has('--type=')(of)),
    page: processes.find(has('--type=renderer')),
  };
}
