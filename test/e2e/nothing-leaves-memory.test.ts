import { spawn } from 'node:child_process';
import {
  mkdtempSync,
  openSync,
  closeSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../support/root.ts';

/** Every picture of the camera is made of these letters: wherever a frame was put down as it is, they stand. */
const MARK = 'FACES-NEVER-LEAVE-MEMORY ';
const SIZE = { width: 640, height: 480 };
const folder = mkdtempSync(join(tmpdir(), 'mien-leak-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function markedCamera(): string {
  const path = join(folder, 'camera.y4m');
  const file = openSync(path, 'w');
  const luma = Buffer.alloc(SIZE.width * SIZE.height, MARK, 'latin1');
  writeSync(file, `YUV4MPEG2 W${SIZE.width} H${SIZE.height} F10:1 Ip A1:1 C420jpeg\n`);
  for (let frame = 0; frame < 20; frame += 1) {
    writeSync(file, 'FRAME\n');
    writeSync(file, luma);
    writeSync(file, Buffer.alloc(luma.length / 2, 128));
  }
  closeSync(file);
  return path;
}

/** A process and all that it started. */
function treeOf(root: number): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const status = tryRead(`/proc/${name}/status`);
      return status === '' ? [] : [{ pid: Number(name), parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) }];
    });
  const ours = new Set([root]);
  for (let round = 0; round < 6; round += 1) for (const { pid, parent } of parents) if (ours.has(parent)) ours.add(pid);
  return [...ours];
}

const pagesOf = (root: number): readonly number[] =>
  treeOf(root).filter((pid) => tryRead(`/proc/${pid}/cmdline`).includes('--type=renderer'));

const dumpsBelow = (place: string): readonly string[] =>
  readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(dmp|core)$|\/core(\.\d+)?$/.test(name),
  );

/** The open files of a process and of all that it started: `socket:` and `pipe:` left out. */
function filesOpenForWriting(root: number): readonly string[] {
  // The browser writes to its own profile, which is searched below.
  const nodes = treeOf(root).filter((pid) => tryRead(`/proc/${pid}/cmdline`).startsWith(process.execPath));
  expect(nodes.length).toBeGreaterThan(1);
  return nodes.flatMap((pid) =>
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const flags = parseInt(/^flags:\s+(\d+)/m.exec(tryRead(`/proc/${pid}/fdinfo/${fd}`))?.[1] ?? '0', 8);
      const path = tryLink(`/proc/${pid}/fd/${fd}`);
      return (flags & 3) !== 0 && path.startsWith('/') && !path.startsWith('/dev/') ? [path] : [];
    }),
  );
}

/**
 * The far ends of a show's sockets, and what it listens on, in the kernel's own hexadecimal: all that a frame could leave the
 * machine by.
 */
function socketsBeyondLoopback(root: number): readonly string[] {
  const own = new Set(
    treeOf(root).flatMap((pid) => {
      const folder = `/proc/${pid}/fd`;
      return tryList(folder).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(tryLink(join(folder, fd)))?.[1] ?? []);
    }),
  );
  expect(own.size).toBeGreaterThan(0);
  const isLoopback = (end: string): boolean =>
    /^(0{24}FFFF0{4}|0{16}FFFF0000)?0100007F:|^0{24}01000000:|^0+:0000$/.test(end);
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    tryRead(`/proc/net/${kind}`)
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , , , , , , , inode = '']) => own.has(inode))
      .filter(([, near = '', far = '']) => !isLoopback(near) || !isLoopback(far))
      .map(([, near, far]) => `${kind} ${near} ${far}`),
  );
}

const tryList = (path: string): readonly string[] => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};
const tryRead = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};
const tryLink = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};

function holdsMark(path: string): boolean {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts?.isDirectory() === true) return readdirSync(path).some((name) => holdsMark(join(path, name)));
  return facts?.isFile() === true && readFileSync(path).includes(MARK.repeat(2));
}

describe.skipIf(process.platform !== 'linux')('a frame of the camera', () => {
  it('reaches no file, no log, no socket beyond this machine and no crash dump while the show reads it', async () => {
    const camera = markedCamera();
    // The search itself works: the recording holds the mark.
    expect(holdsMark(camera)).toBe(true);
    const keep = join(folder, 'keep');
    const temp = mkdtempSync(join(folder, 'temp-'));
    // As a person starts it: no engine knows that this is a test and keeps still for that reason.
    const config = join(folder, 'config');
    const env: NodeJS.ProcessEnv = { ...process.env, MIEN_KEEP: keep, TMPDIR: temp, XDG_CONFIG_HOME: config };
    delete env.ORT_DISABLE_TELEMETRY;
    delete env.CI;
    delete env.DISPLAY;
    delete env.WAYLAND_DISPLAY;
    const words = ['play', 'film/weather', '--headless', '--host', 'browser', '--camera', camera];
    const child = spawn(process.execPath, [join(projectRoot(), 'scripts/mien.mjs'), ...words], {
      cwd: projectRoot(),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    try {
      await expect.poll(() => said, { timeout: 90_000, interval: 500 }).toMatch(/camera: .*640x480/);
      await expect.poll(() => said, { timeout: 60_000, interval: 500 }).toMatch(/recogniser .*: taken/);
      // Some seconds of frames.
      await new Promise((done) => setTimeout(done, 6000));
      const written = filesOpenForWriting(child.pid ?? 0);
      expect(written.filter((path) => !path.startsWith(keep))).toEqual([]);
      expect([keep, temp].filter(holdsMark)).toEqual([]);
      expect(socketsBeyondLoopback(child.pid ?? 0)).toEqual([]);
      // A page that crashes leaves no dump, neither in its profile nor where browsers keep theirs.
      const before = said.length;
      for (const pid of pagesOf(child.pid ?? 0)) process.kill(pid, 'SIGSEGV');
      await expect.poll(() => said.slice(before), { timeout: 30_000, interval: 200 }).toMatch(/stage-lost/);
      await new Promise((done) => setTimeout(done, 1000));
      expect(dumpsBelow(folder)).toEqual([]);
    } finally {
      const closed = new Promise((done) => child.once('close', done));
      child.kill('SIGINT');
      await closed;
    }
    expect(said).not.toContain(MARK);
    expect([keep, temp].filter(holdsMark)).toEqual([]);
  }, 240_000);
});
