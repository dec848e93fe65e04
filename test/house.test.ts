import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const sources = filesBelow('src').filter((path) => /\.(ts|tsx)$/.test(path));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The import table of ARCHITECTURE.md: `| \`src/room\` | ... | may import |`. */
function tableOfArchitecture(): Record<string, string[]> {
  const rows = text('ARCHITECTURE.md').matchAll(/^\| `src\/([\w/]+)` \|[^|]*\| ([^|]*) \|$/gm);
  return Object.fromEntries(
    [...rows].map(([, room = '', may = '']) => [room, [...may.matchAll(/`([\w/]+)`/g)].map(([, name = '']) => name)]),
  );
}

describe('the house', () => {
  it('knows Electron in its two rooms only', () => {
    const knowing = sources.filter((path) => /from 'electron'|import\('electron'\)/.test(text(path)));
    expect(knowing.filter((path) => !/^src\/(main\/hosts\/electron|preload)\//.test(path))).toEqual([]);
  });

  it('keeps every source file to one idea: none over 15 KB', () => {
    expect(sources.filter((path) => statSync(join(root, path)).size > 15 * 1024)).toEqual([]);
  });

  it('has the same import table in ARCHITECTURE.md and in the tool that enforces it', () => {
    const rooms = JSON.parse(text('rooms.json')) as Record<string, string[]>;
    expect(tableOfArchitecture()).toEqual(rooms);
  });

  it('says what each linked file of ARCHITECTURE.md is, and each of them exists', () => {
    const links = [...text('ARCHITECTURE.md').matchAll(/\]\(((?:src|film|models|test|docs|scripts)\/[^)#]+)\)/g)].map(
      ([, path = '']) => path,
    );
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((path) => statSync(join(root, path), { throwIfNoEntry: false }) === undefined)).toEqual([]);
  });

  it('tests every step of the migration', () => {
    const steps = sources.filter((path) => /^src\/film\/migrate\/\d+-to-\d+\.ts$/.test(path));
    const tests = filesBelow('test/unit/film').map(text).join('\n');
    expect(steps.filter((path) => !tests.includes(path.split('/').at(-1)!))).toEqual([]);
  });

  it('speaks of the project alone: no path of a machine, no registry, no leftovers', () => {
    const said = [...sources, ...filesBelow('test').filter((path) => path.endsWith('.ts'))];
    const leftovers = /\b(TODO|FIXME|XXX)\b|\/work\/|registry\.npmjs|\.only\(/;
    expect(said.filter((path) => path !== 'test/house.test.ts' && leftovers.test(text(path)))).toEqual([]);
  });
});
