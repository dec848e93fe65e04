import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export const hasProgram = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** Whether this machine can have a screen that is drawn nowhere, with a window manager on it. */
export const hasScreens = process.platform === 'linux' && ['Xvfb', 'openbox'].every(hasProgram);

const SIZE = { width: 960, height: 540 };
/** Every so many pixels one is looked at. */
const STEP = 12;
const STARTS_MS = 10_000;

/** What is on the screen: brightness (0..255) of a grid of its pixels, row by row. */
export type Looked = readonly number[];

export const meanOf = (looked: Looked): number => looked.reduce((sum, value) => sum + value, 0) / looked.length;
/** Mean change of brightness. */
export const differ = (one: Looked, other: Looked): number =>
  one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;

export interface Screen {
  /** For `DISPLAY`. */
  readonly display: string;
  look(): Looked;
  close(): void;
}

/** Opens a screen with windows on it, as an installation's machine has one. */
export async function openScreen(): Promise<Screen> {
  const folder = mkdtempSync(join(tmpdir(), 'mien-screen-'));
  const { width, height } = SIZE;
  const size = `${width}x${height}x24`;
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-fbdir', folder], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const display = await new Promise<string>((done, failed) => {
    setTimeout(() => failed(new Error('Xvfb does not start')), STARTS_MS).unref();
    server.stdio[3]?.once('data', (said: Buffer) => done(`:${said.toString().trim()}`));
  });
  const manager: ChildProcess = spawn('openbox', { stdio: 'ignore', env: { ...process.env, DISPLAY: display } });
  return {
    display,
    look: () => brightnessOf(readFileSync(join(folder, 'Xvfb_screen0'))),
    close: () => {
      manager.kill();
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Xvfb keeps its screen in a file, as X's own format of window dumps (XWDFile.h) lays it out: 32 bits a pixel, blue first. */
function brightnessOf(dump: Buffer): Looked {
  const headerBytes = dump.readUInt32BE(0);
  const rowBytes = dump.readUInt32BE(48);
  const start = headerBytes + dump.readUInt32BE(76) * 12;
  const found: number[] = [];
  for (let y = 0; y < SIZE.height; y += STEP) {
    for (let x = 0; x < SIZE.width; x += STEP) {
      const at = start + y * rowBytes + x * 4;
      found.push(((dump[at] ?? 0) + (dump[at + 1] ?? 0) + (dump[at + 2] ?? 0)) / 3);
    }
  }
  return found;
}
