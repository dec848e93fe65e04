import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chance } from '../../../src/film/seeded.ts';
import { readJournal } from '../../../src/main/journal/read-journal.ts';
import { readState, statePath } from '../../../src/main/show-state.ts';
import { projectRoot } from '../../support/root.ts';

/** `MIEN_KILLS=200` for all that the issue asks for; fewer where every change is tested. */
const KILLS = Number(process.env.MIEN_KILLS ?? 40);
/** A start took 1.5 s on a machine at load 20. */
const LIMIT_MS = 60_000 + KILLS * 6000;
const SEED = 20261124;
/** What may come after a scene of the small film: the state may have gone on where the cue had not been sent yet. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  opening: ['ask'],
  ask: ['red', 'grey', 'blue'],
  red: ['opening'],
  grey: ['opening'],
  blue: ['opening'],
};
let folder = '';
let script = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mien-kill-test-'));
  script = join(folder, 'endless-show.mjs');
  const input = join(projectRoot(), 'test/support/killable/endless-show.ts');
  const made = await rolldown({
    input,
    platform: 'node',
    logLevel: 'silent',
    resolve: { mainFields: ['module', 'main'] },
  });
  writeFileSync(script, (await made.generate({ format: 'esm', codeSplitting: false })).output[0].code);
  await made.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the show and kills it so many milliseconds after its first word. @returns what it said. */
function playAndKill(afterMs: number): Promise<readonly string[]> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (said === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
      said += chunk.toString();
    });
    child.once('error', failed);
    // A last line without its end was never said whole.
    child.once('close', () => done(said.split('\n').slice(0, -1)));
  });
}

describe('kill everything at any moment with SIGKILL', () => {
  it(
    `${KILLS} times at random points: it starts again, the journal reads, the state is whole`,
    async () => {
      const state = statePath(join(folder, 'state'), '/films/small');
      let ended = 0;
      let keptScene: string | null = null;
      let sessions = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const said = await playAndKill(chance(SEED, kill) ** 2 * 300);
        const begun = said[0]?.replace(/^begun /, '');
        // It starts again, in the scene that it was killed in.
        expect(begun).toBe(keptScene ?? 'opening');
        expect(said.filter((line) => line.startsWith('fault'))).toEqual([]);
        ended += said.filter((line) => line === 'ended').length;
        const shown = said.findLast((line) => line.startsWith('cue '))?.slice(4);
        const isKept: boolean = existsSync(state);
        const begins = await readState(state);
        // The state is whole, or there was none yet.
        expect(begins.lasting !== null).toBe(isKept);
        if (begins.lasting === null || begins.resume === null) continue;
        expect(begins.lasting.sessions).toBeGreaterThanOrEqual(sessions);
        ({ sessions } = begins.lasting);
        keptScene = (JSON.parse(begins.resume.kept.text) as { scene: string }).scene;
        // Never a scene earlier than what was on the screen.
        if (shown !== undefined) expect([shown, ...(NEXT[shown] ?? [])]).toContain(keptScene);
      }
      const journaled = new Set<string>();
      let torn = 0;
      for await (const line of readJournal(join(folder, 'journal'))) {
        if (line === null) torn += 1;
        else if (line.type === 'session') journaled.add(line.session);
      }
      // Lines lost of a finished session: none. Each kill may tear the line that was being written.
      expect(ended).toBeGreaterThan(KILLS / 4);
      expect(journaled.size).toBeGreaterThanOrEqual(ended);
      expect(torn).toBeLessThanOrEqual(KILLS);
    },
    LIMIT_MS,
  );

  it('leaves no half-written file behind once it has started again', async () => {
    mkdirSync(join(folder, 'state'), { recursive: true });
    writeFileSync(join(folder, 'state', 'x.json.4194303.next'), 'half');
    await playAndKill(0);
    await playAndKill(0);
    const left = readdirSync(join(folder, 'state')).filter((name) => name.endsWith('.next'));
    expect(left.filter((name) => name.includes('4194303'))).toEqual([]);
    // At most that of the process that was killed just now.
    expect(left.length).toBeLessThanOrEqual(1);
    expect(readFileSync(statePath(join(folder, 'state'), '/films/small'), 'utf8')).toMatch(/^\{.*\}$/);
  });
});
