import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from './support/root.ts';
import { testTitles } from './support/test-titles.ts';

/** Every vector that is promised, in the words of docs/security.md, by its heading. */
const PROMISED: Readonly<Record<string, readonly string[]>> = {
  Kiosk: [
    'full screen on the chosen displays',
    'no cursor',
    'no menu',
    'no dialog',
    'no context menu',
    'no drag and drop',
    'no text selection',
    'no zoom by pinch, wheel or keys',
    'no navigation',
    'no new window',
    'no devtools',
    "no shortcuts but the operator's: a chord and a PIN",
    'sleep and screen saver blocked',
    'autostart on Linux, macOS and Windows, written and removed',
    'daily restart',
    'opening hours: screen dark, camera off',
    "Chromium's kiosk flags",
    'start button: a key, a USB button that types',
    'start button: a mouse click',
    'start button: a gamepad',
    'start button: a MIDI note',
    'a console over the film goes by itself',
  ],
  Privacy: [
    'a notice before anything is read',
    'consent: notice',
    'consent: button',
    'a way to watch without being read',
    'a sign while the camera is in use',
    'frames reach no file, log, socket or crash dump',
    'the live view never leaves the machine',
    'a reading zone: faces outside are dropped before any expression is read',
    'a pause for the staff: key, button, console; at most 30 minutes',
    'the journal holds no picture and no id',
  ],
  Security: [
    "Electron's checklist",
    "Electron's fuses",
    'CSP without unsafe words',
    'foreign Host: DNS rebinding',
    'foreign Origin: cross-site WebSocket',
    'a token of the launch',
    'message size',
    'message rate',
    "only the film's folder: no way up",
    "only the film's folder: no links",
    "only the film's folder: no devices",
    "only the film's folder: no other drives",
    'a film is data: nothing in it runs',
    'a film reaches no network',
    "a scraper's token reads numbers alone",
    'slow loris',
    'wrong PIN 10,000 times, with lock-out',
    'two instances',
    'packages audited in CI, at high',
    'lockfile',
    'no install scripts needed but those that the README names',
  ],
};

const page = readFileSync(join(projectRoot(), 'docs/security.md'), 'utf8');
const rows = page
  .split(/^## /m)
  .slice(1)
  .flatMap((part) => {
    const heading = part.slice(0, part.indexOf('\n'));
    return [...part.matchAll(/^\| (?!what \||---)(.+?) \| (.+) \|$/gm)].map(([, vector = '', cell = '']) => ({
      heading,
      vector,
      tests: cell.split(/; (?=\[)/).map((one) => /^\[.+?\]\(\.\.\/(.+?)\): (.+)$/.exec(one)?.slice(1) ?? [one, '']),
    }));
  });

const known = new Map<string, ReadonlySet<string>>();
function titlesIn(file: string): ReadonlySet<string> {
  const titles = known.get(file) ?? testTitles(readFileSync(join(projectRoot(), file), 'utf8'));
  known.set(file, titles);
  return titles;
}

describe('every vector of the kiosk, of privacy and of security', () => {
  it.each(Object.entries(PROMISED))('%s: is in the table', (heading, vectors) => {
    expect(rows.filter((row) => row.heading === heading).map(({ vector }) => vector)).toEqual(vectors);
  });

  it.each(rows)('$vector: is held by tests that are run, named by their whole titles', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const [file = '', title = ''] of tests) {
      expect(file, title).toMatch(/^test\/(unit|e2e)\/.+\.test\.ts$/);
      expect([...titlesIn(file)], file).toContain(title);
    }
  });
});

describe('the title of a test', () => {
  const titles = (text: string): readonly string[] => [...testTitles(text)];

  it('is found as it is written, whole, however the test is called', () => {
    const text = `
      describe('a group', () => {
        it('one, in a group', () => {});
        test("two", { timeout: 5 }, () => {});
        it(\`three\`, () => {});
        it.skipIf(process.platform === 'win32')('four', () => {});
        describe.runIf(process.platform === 'linux')('a group of a system', () => it('five', () => {}));
      });`;
    expect(titles(text)).toEqual(['one, in a group', 'two', 'three', 'four', 'five']);
  });

  it('is that of each row of a table that is written out, and the common one of a table that is not', () => {
    const text = `
      const ROWS: readonly (readonly [string, number])[] = [['a wrong token', 1], ['a pipe', 2]] as const;
      it.each(ROWS)('%s: gets nothing', () => {});
      it.each([['no paste', 'paste']] as const)('%s', () => {});
      it.each(['POST', 'PUT'])('takes no %s', () => {});
      it.each([{ name: 'zoom' }])('no $name', () => {});
      it.each([[at(1), true]])('%s: open %s', () => {});
      it.each(Object.entries(OTHERS))('%s is told', () => {});`;
    expect(titles(text)).toEqual([
      'a wrong token: gets nothing',
      'a pipe: gets nothing',
      'no paste',
      'takes no POST',
      'takes no PUT',
      'no zoom',
      '%s: open %s',
      '%s is told',
    ]);
  });

  it('is none where the test is not run, is none, or its words are only in the file', () => {
    const text = `
      it.skip('skipped', () => {});
      it.todo('to be done');
      it('without a test');
      it.fails('that fails', () => {});
      it('skipped by an option', { skip: true }, () => {});
      it.skipIf(true)('skipped by a reason', () => {});
      it.skipIf(!existsSync('a'))('skipped where a file is missing', () => {});
      it.skip.each([['a row']])('%s', () => {});
      describe.skip('a skipped group', () => { it('in a skipped group', () => {}); });
      describe('a group', () => { expect(flags).toContain('--kiosk'); });
      // it('commented out', () => {});
      it(\`made of \${parts}\`, () => {});
      exit('not a test', () => {});`;
    expect(titles(text)).toEqual([]);
  });
});
