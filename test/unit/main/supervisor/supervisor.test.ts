import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { realClock } from '../../../../src/main/deadlines.ts';
import { isAlive } from '../../../../src/main/is-alive.ts';
import { FALL_BACKS, fallBackOf } from '../../../../src/main/supervisor/fall-back.ts';
import { startShowProcess } from '../../../../src/main/supervisor/start-show.ts';
import { mindSupervisor } from '../../../../src/main/supervisor/supervised.ts';
import { Supervisor, type RunningShow } from '../../../../src/main/supervisor/supervisor.ts';

/** A show that does what the test says. */
class FakeShow implements RunningShow {
  beat: () => void = () => undefined;
  exit: (status: number | null, how: string) => void = () => undefined;
  said: string[] = [];
  onBeat = (listener: () => void): void => void (this.beat = listener);
  onExit = (listener: (status: number | null, how: string) => void): void => void (this.exit = listener);
  endWhenIdle = (): void => void this.said.push('endWhenIdle');
  end = (): void => void this.said.push('end');
  kill = (): void => void this.said.push('kill');
  isStopped = (): Promise<boolean> => Promise.resolve(false);
}

function supervised() {
  vi.useFakeTimers();
  const shows: FakeShow[] = [];
  const steps: number[] = [];
  const told: string[] = [];
  const supervisor = new Supervisor({
    clock: { nowMs: () => Date.now(), timeOfDay: () => ({ hour: 12, weekday: 2 }) },
    start: (step) => {
      steps.push(step);
      const show = new FakeShow();
      shows.push(show);
      return show;
    },
    onFault: (code, detail) => told.push(`${code}: ${detail}`),
    onNote: (line) => told.push(line),
  });
  return { supervisor, ended: supervisor.run(), shows, steps, told };
}

describe('the supervisor', () => {
  it('starts main again when it dies, at once the first time and later each further time', async () => {
    const { shows, told, steps } = supervised();
    shows[0]!.exit(null, 'SIGKILL');
    await vi.advanceTimersByTimeAsync(0);
    expect(steps).toEqual([0, 0]);
    expect(shows[0]!.said).toEqual(['kill']);
    expect(told).toEqual(['main-ended: SIGKILL']);
    shows[1]!.exit(null, 'SIGKILL');
    await vi.advanceTimersByTimeAsync(499);
    expect(shows).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(shows).toHaveLength(3);
  });

  it('kills a main that misses its beat and starts it again, with one fault', async () => {
    const { shows, told } = supervised();
    shows[0]!.beat();
    await vi.advanceTimersByTimeAsync(31_000);
    expect(shows[0]!.said).toEqual(['kill']);
    shows[0]!.exit(null, 'SIGKILL');
    await vi.advanceTimersByTimeAsync(0);
    expect(shows).toHaveLength(2);
    expect(told.filter((line) => line.startsWith('main-'))).toHaveLength(1);
  });

  it('starts a main that somebody has stopped again within half a second, however busy the machine is, with one fault', async () => {
    const { shows, told } = supervised();
    shows[0]!.beat();
    await vi.advanceTimersByTimeAsync(1000);
    expect(shows[0]!.said).toEqual([]);
    shows[0]!.isStopped = () => Promise.resolve(true);
    await vi.advanceTimersByTimeAsync(500);
    expect(shows[0]!.said).toEqual(['kill']);
    shows[0]!.exit(null, 'SIGKILL');
    await vi.advanceTimersByTimeAsync(0);
    expect(shows).toHaveLength(2);
    expect(told).toEqual(['main-silent: it was stopped']);
  });

  it('falls back a step after five failures in a minute: next recogniser, no camera, the opening on loop; each is told', async () => {
    const { shows, steps, told } = supervised();
    for (let failure = 0; failure < 20; failure += 1) {
      shows.at(-1)!.exit(1, 'status 1');
      await vi.advanceTimersByTimeAsync(15_000);
    }
    // Fifteen seconds between failures: only four of them fall within a minute.
    expect(steps.at(-1)).toBe(0);
    for (let failure = 0; failure < 20; failure += 1) {
      shows.at(-1)!.exit(1, 'status 1');
      await vi.advanceTimersByTimeAsync(4000);
    }
    expect([...new Set(steps)]).toEqual([0, 1, 2, 3]);
    for (const { does } of FALL_BACKS.slice(1)) expect(told.join('\n')).toContain(does);
    expect(fallBackOf({ MIEN_FALL_BACK: '3' })).toMatchObject({
      without: 'visits',
      hasCamera: false,
      openingOnly: true,
    });
    expect(fallBackOf({ MIEN_FALL_BACK: 'nonsense' })).toBe(FALL_BACKS[0]);
  });

  it('restarts daily between two sessions and gives the show all of its parts back', async () => {
    const { supervisor, shows, steps } = supervised();
    for (let failure = 0; failure < 5; failure += 1) {
      shows.at(-1)!.exit(1, 'status 1');
      await vi.advanceTimersByTimeAsync(2500);
    }
    expect(steps.at(-1)).toBe(1);
    supervisor.restart();
    expect(shows.at(-1)!.said).toEqual(['endWhenIdle']);
    shows.at(-1)!.exit(0, 'status 0');
    expect(steps.at(-1)).toBe(0);
  });

  it('takes a start that is due anyway for the daily restart; who ends that show later ends it for good', async () => {
    const { supervisor, ended, shows, steps } = supervised();
    for (let failure = 0; failure < 6; failure += 1) {
      shows.at(-1)!.exit(1, 'status 1');
      if (failure < 5) await vi.advanceTimersByTimeAsync(2500);
    }
    expect([shows.length, steps.at(-1)]).toEqual([6, 1]);
    supervisor.restart();
    await vi.advanceTimersByTimeAsync(2500);
    expect([shows.length, steps.at(-1), shows.at(-1)!.said]).toEqual([7, 0, []]);
    shows.at(-1)!.beat();
    expect(shows.at(-1)!.said).toEqual([]);
    shows.at(-1)!.exit(0, 'status 0');
    expect([await ended, shows.length]).toEqual([0, 7]);
  });

  it('asks a show that was still starting at the daily restart again when it first beats, and no more than that', () => {
    const { supervisor, shows } = supervised();
    supervisor.restart();
    shows[0]!.beat();
    shows[0]!.beat();
    expect(shows[0]!.said).toEqual(['endWhenIdle', 'endWhenIdle']);
    shows[0]!.exit(0, 'status 0');
    shows[1]!.beat();
    expect([shows.length, shows[1]!.said]).toEqual([2, []]);
  });

  it('ends by no death of the show and by no daily restart: whoever begins it at login would take that for the end of the day', async () => {
    const { supervisor, ended, shows } = supervised();
    let status: number | null = null;
    void ended.then((is) => (status = is));
    for (const [died, how] of [
      [1, 'status 1'],
      [134, 'status 134'],
      [null, 'SIGKILL'],
      [null, 'SIGTERM'],
    ] as const) {
      shows.at(-1)!.exit(died, how);
      await vi.advanceTimersByTimeAsync(5000);
    }
    supervisor.restart();
    shows.at(-1)!.exit(0, 'status 0');
    await vi.advanceTimersByTimeAsync(5000);
    expect([status, shows.length]).toEqual([null, 6]);
    shows.at(-1)!.exit(0, 'status 0');
    await vi.advanceTimersByTimeAsync(0);
    expect(status).toBe(0);
  });

  it.each([
    [0, 0],
    [2, 2],
  ])('ends when the show ended with status %d', async (status, wanted) => {
    const { shows, ended } = supervised();
    shows[0]!.exit(status, `status ${status}`);
    expect(await ended).toBe(wanted);
    expect(shows).toHaveLength(1);
  });
});

describe('a real process under the supervisor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mien-supervisor-test-'));
  const script = join(folder, 'show.mjs');
  const pids = join(folder, 'pids');
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs';
     import { spawn } from 'node:child_process';
     const helper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
     appendFileSync(process.argv[2], process.pid + ' ' + helper.pid + '\\n');
     const beat = () => process.send({ type: 'beat' });
     setInterval(beat, 50);
     beat();
     process.on('SIGTERM', () => { helper.kill(); process.exit(0); });`,
  );
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const started = (): readonly (readonly [number, number])[] =>
    readFileSync(pids, { encoding: 'utf8', flag: 'a+' })
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' ').map(Number) as [number, number]);

  it.skipIf(process.platform === 'win32')(
    'comes back after SIGKILL and after SIGSTOP, and leaves none of its helpers behind',
    async () => {
      vi.useRealTimers();
      const told: string[] = [];
      const supervisor = new Supervisor({
        clock: realClock,
        start: (step) => startShowProcess([script, pids], step),
        onFault: (code) => told.push(code),
        onNote: (line) => told.push(line),
        silentMs: 400,
      });
      const ended = supervisor.run();
      await expect.poll(() => started().length, { timeout: 10_000 }).toBe(1);
      process.kill(started()[0]![0], 'SIGKILL');
      await expect.poll(() => started().length, { timeout: 10_000 }).toBe(2);
      process.kill(started()[1]![0], 'SIGSTOP');
      await expect.poll(() => started().length, { timeout: 40_000 }).toBe(3);
      expect(told).toEqual(['main-ended', 'main-silent']);
      await expect.poll(() => started().slice(0, 2).flat().filter(isAlive), { timeout: 10_000 }).toEqual([]);
      supervisor.end();
      expect(await ended).toBe(0);
      await expect.poll(() => started().flat().filter(isAlive), { timeout: 10_000 }).toEqual([]);
    },
    90_000,
  );
});

describe('a show whose supervisor is gone', () => {
  const channel = (connected: boolean, ppid = process.pid) =>
    Object.assign(new EventEmitter(), { connected, ppid, send: () => true }) as unknown as NodeJS.Process;

  it('ends at once, also where that happened while it began; one that is minded no more goes on', () => {
    let abandoned = 0;
    const abandon = (): void => void (abandoned += 1);
    mindSupervisor(abandon, channel(false))();
    expect(abandoned).toBe(1);
    const going = channel(true);
    const stop = mindSupervisor(abandon, going);
    going.emit('disconnect');
    expect(abandoned).toBe(2);
    stop();
    const ended = channel(true);
    mindSupervisor(abandon, ended)();
    ended.emit('disconnect');
    expect(abandoned).toBe(2);
  });

  it.runIf(process.platform === 'linux')('ends a supervisor that was stopped: nobody else would', async () => {
    vi.useRealTimers();
    const supervisor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const ended = new Promise((done) => supervisor.once('exit', (_, signal) => done(signal)));
    const stop = mindSupervisor(() => undefined, channel(true, supervisor.pid));
    supervisor.kill('SIGSTOP');
    expect(await ended).toBe('SIGKILL');
    stop();
  });
});
