import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOTHING_LASTING } from '../../../src/film/film-context.ts';
import { stateToJson } from '../../../src/film/film-state-json.ts';
import { resumeVisit } from '../../../src/film/resume-visit.ts';
import { startVisit, stepVisit } from '../../../src/film/visit-step.ts';
import { removeLeftProfiles } from '../../../src/main/hosts/browser/browser-process.ts';
import { ShowState, readState } from '../../../src/main/show-state.ts';
import { crossroads, smallFilm } from '../film/small-films.ts';
import { existsSync } from 'node:fs';
import { uptime } from 'node:os';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-state-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const moment = (nowMs: number) => ({ nowMs, clock: { hour: 12, weekday: 2 } });
const film = crossroads();

function inTheMiddle() {
  const opened = startVisit(film, { seed: 5, moment: moment(1000) });
  return stepVisit(film, opened.state, { type: 'startPressed' }, moment(5000)).state;
}

async function kept(ended = false, unread = false): Promise<string> {
  const path = join(folder, 'state.json');
  const state = new ShowState({ path, onFailure: (reason) => expect.unreachable(reason) });
  const session = { startedAt: '2026-11-24T10:00:00.000Z', by: 'start', decisions: [] } as const;
  state.keep({
    savedAtMs: 9000,
    ended,
    session,
    unread,
    lasting: NOTHING_LASTING,
    film: stateToJson(inTheMiddle().film),
  });
  await state.settled();
  return path;
}

describe('a show that died', () => {
  it('goes on from the same scene, in the same session, with the time that passed left out', async () => {
    const { resume } = await readState(await kept());
    const resumed = resumeVisit(film, resume!.kept, moment(100));
    if (!resumed.ok) return expect.unreachable(resumed.reason);
    const { state, actions } = resumed.value;
    expect(actions).toMatchObject([{ type: 'cue', params: { scene: 'ask', when: 'now', cueId: 0 } }]);
    // The session began 4 s before the state was kept.
    expect(state.film.context.sessionStartedAtMs).toBe(100 - 4000);
    expect(state.film.context.path).toEqual(['opening', 'ask']);
    const on = stepVisit(film, state, { type: 'clipEnded', cueId: 0 }, moment(6000));
    expect(on.actions.at(-1)).toMatchObject({ type: 'cue', params: { scene: 'blue' } });
  });

  it('remembers that its visitors wanted to watch without being read', async () => {
    expect((await readState(await kept(false, true))).resume?.unread).toBe(true);
    expect((await readState(await kept())).resume?.unread).toBe(false);
  });

  it.each([
    ['ended in order', true, uptime()],
    ['came back after ten minutes', false, uptime() + 600],
    ['came back after the machine itself was started anew', false, 0],
  ])('begins with the opening where it %s', async (_, ended, uptimeSeconds) => {
    const begun = await readState(await kept(ended), uptimeSeconds);
    expect(begun).toEqual({ lasting: NOTHING_LASTING, resume: null });
  });

  it.each(['', '{', 'null', '[]', '{"version":2}', '\u0000'.repeat(100)])(
    'takes nothing out of a state of %j',
    async (text) => {
      const path = join(folder, 'state.json');
      writeFileSync(path, text);
      expect(await readState(path)).toEqual({ lasting: null, resume: null });
    },
  );

  it('says why a state does not fit an edited film', async () => {
    const { resume } = await readState(await kept());
    const edited = smallFilm({ opening: { next: 'other' }, other: { ending: 'end' } });
    expect(resumeVisit(edited, resume!.kept, moment(1))).toEqual({
      ok: false,
      reason: 'scene: the film has no scene "ask"',
    });
  });

  it('keeps no face, no box, no mood and no viewer in its state, and lets no other account read it', async () => {
    const path = await kept();
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(path, 'utf8')).not.toMatch(/box|viewer|room|pixels|nearest/);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('leaves no profile of its browser behind for ever: the next start removes it, and no living one', async () => {
    // No process has so large a number on any system.
    const dead = join(folder, 'mien-stage-4194304999-abc');
    const living = join(folder, `mien-stage-${process.pid}-abc`);
    const foreign = join(folder, 'mien-stage-notes');
    const takenUp = join(folder, 'mien-stage-4194303-def');
    for (const path of [dead, living, foreign, takenUp]) mkdirSync(join(path, 'Default'), { recursive: true });
    // Chromium's mark: the one plays on without the supervisor that started it, the other is gone as well.
    symlinkSync(`machine-${process.pid}`, join(takenUp, 'SingletonLock'));
    symlinkSync('machine-4194304999', join(dead, 'SingletonLock'));
    await removeLeftProfiles(folder);
    expect([dead, living, foreign, takenUp].map((path) => existsSync(path))).toEqual([false, true, true, true]);
  });
});

describe('a disk that takes no state', () => {
  it('stops nothing and is told once', async () => {
    const reasons: string[] = [];
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'file', 'state.json');
    const state = new ShowState({ path, onFailure: (reason) => reasons.push(reason) });
    for (let number = 0; number < 5; number += 1) {
      state.keep({ savedAtMs: number, ended: false, session: null, unread: false, lasting: NOTHING_LASTING, film: '' });
      await state.settled();
    }
    expect(reasons).toHaveLength(1);
  });

  it('loses nothing: it is written as soon as the disk takes one, after the lines that belong to it', async () => {
    const taken: string[] = [];
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'file', 'state.json');
    const before = (): Promise<void> => Promise.resolve(void taken.push(existsSync(path) ? 'state' : 'lines'));
    const state = new ShowState({ path, before, onFailure: () => taken.push('refused'), retryMs: 10 });
    for (const savedAtMs of [1, 2]) {
      state.keep({ savedAtMs, ended: false, session: null, unread: false, lasting: NOTHING_LASTING, film: 'a' });
      await state.settled();
    }
    rmSync(join(folder, 'file'));
    await expect.poll(() => existsSync(path)).toBe(true);
    await state.settled();
    expect((await readState(path)).resume?.kept.savedAtMs).toBe(2);
    expect(taken.slice(0, 3)).toEqual(['lines', 'refused', 'lines']);
    expect(taken).not.toContain('state');
  });
});
