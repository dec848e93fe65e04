// The processes of the show, found from outside in /proc: the soak hits whichever it likes.
import { readFileSync, readdirSync } from 'node:fs';

/** Numbers of browsers, each of which leads a group: a helper that is stopped outlives it, and is nobody's child then. */
const groups = new Set();

/**
 * Every process that the soak has started, or that such a one has: they have the soak's own folder in their environment, also when
 * whoever started them is gone; a browser's helpers write their names over theirs, and are found below it or in its group.
 * `{pid, parent, group, words, startedAt, rssBytes}`.
 */
export function ofSoak(scratch) {
  const mark = `MIEN_SOAK_CLOCK=${scratch}/`;
  const processes = all();
  const isMarked = ({ pid }) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
    } catch {
      return false;
    }
  };
  const marked = processes.filter(isMarked);
  for (const { pid } of browsers(marked)) groups.add(pid);
  return below([...marked, ...processes.filter(({ group }) => groups.has(group))], processes);
}

/** Every process below a process, itself included. */
export function tree(root, processes = all()) {
  return below([{ pid: root }], processes);
}

function below(roots, processes) {
  const ours = new Set(roots.map(({ pid }) => pid));
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent } of processes) {
      if (ours.has(parent) && !ours.has(pid)) {
        ours.add(pid);
        grown = true;
      }
    }
  }
  return processes.filter(({ pid }) => ours.has(pid));
}

function all() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        const field = (key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
        const isGone = /^State:\s+[ZX]/m.test(status);
        if (isGone) return [];
        // Ticks since the machine's start: the 20th field after the name in brackets (proc(5)).
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const [group, startedAt] = [Number(fields[2]), Number(fields[19])];
        return [{ pid: Number(name), parent: field('PPid'), group, words, startedAt, rssBytes: field('VmRSS') * 1024 }];
      } catch {
        return [];
      }
    });
}

/** The browsers, the oldest first: that one is what visitors see, the other stands by behind it. */
export function browsers(processes) {
  const isBrowser = ({ words }) => words.some((word) => word.startsWith('--user-data-dir=')) && !hasType(words);
  return processes.filter(isBrowser).sort((a, b) => a.startedAt - b.startedAt || a.pid - b.pid);
}

const hasType = (words) => words.some((word) => word.includes('--type='));

/** The folder in which a browser keeps what it writes. */
export const profileOf = ({ words }) =>
  words.find((word) => word.startsWith('--user-data-dir=')).slice('--user-data-dir='.length);

/** The show's own process, its perception, its browsers and the page on the stage, where each is there just now. */
export function parts(root, scratch) {
  const processes = ofSoak(scratch);
  const [browser, spare] = browsers(processes);
  const ofStage = new Set(browser === undefined ? [] : tree(browser.pid, processes).map(({ pid }) => pid));
  // The browser holds an empty one ready, and one for its own bars; the film's is the largest.
  // Chromium writes a renderer's whole command line as one word.
  const isPage = ({ pid, words }) => ofStage.has(pid) && words.some((word) => word.includes('--type=renderer'));
  const pages = processes.filter(isPage);
  return {
    supervisor: processes.find(({ pid }) => pid === root),
    main: processes.find(({ words }) => words.includes('play') && words.some((word) => word.endsWith('mien.mjs'))),
    perception: processes.find(({ words }) => words.some((word) => word.includes('perception-process.js'))),
    browser,
    spare,
    page: pages.sort((a, b) => b.rssBytes - a.rssBytes)[0],
  };
}

/** How many files, sockets and pipes a process holds; 0 where it is gone. */
export function handlesOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}
