import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from './support/root.ts';

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

describe('every vector of the kiosk, of privacy and of security', () => {
  it.each(Object.entries(PROMISED))('%s: is in the table', (heading, vectors) => {
    expect(rows.filter((row) => row.heading === heading).map(({ vector }) => vector)).toEqual(vectors);
  });

  it.each(rows)('$vector: has a test with that name', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const [file = '', title = ''] of tests) {
      expect(existsSync(join(projectRoot(), file)), file).toBe(true);
      expect(title.length, file).toBeGreaterThan(3);
      expect(readFileSync(join(projectRoot(), file), 'utf8'), file).toContain(title);
    }
  });
});
