import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TRACE_HEADER } from '../../../src/mood/trace.ts';
import { sessionOf } from '../main/journal/sample-lines.ts';
import { runCommand } from '../../support/run-command.ts';

let folder: string;
let film: string;
let wrong: string;
let doubtful: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mien-workshop-'));
  film = join(folder, 'film');
  const made = await runCommand('new', film);
  expect(made).toMatchObject({ status: 0, err: '' });
  const text = await readFile(join(film, 'film.json'), 'utf8');
  wrong = join(folder, 'wrong.json');
  await writeFile(wrong, text.replace('"opening":', '"openning":'));
  doubtful = join(folder, 'doubtful.json');
  await writeFile(
    doubtful,
    text.replace(
      '"scenes": {',
      '"scenes": { "nowhere": { "clip": { "standIn": { "title": "x", "seconds": 3 } }, "ending": "n" },',
    ),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('new', () => {
  it('makes a film that checks clean, and never over another', async () => {
    expect(await runCommand('check', film, '--strict')).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^clean/) as string,
    });
    const again = await runCommand('new', film);
    expect(again).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringContaining('Choose another folder') as string,
    });
    expect(again.err).toContain('there is a film already');
    expect((await runCommand('new')).status).toBe(2);
  });

  it('says where it cannot make one, why, and what to do', async () => {
    const target = join(wrong, 'film');
    const { status, out, err } = await runCommand('new', target);
    expect([status, out]).toEqual([1, '']);
    expect(err).toBe(`mien new: ${join(target, 'film.json')}: a file is in the way. Choose another folder.\n`);
  });

  it.runIf(process.platform === 'linux')('says so at once below a folder that takes none', async () => {
    const { status, err } = await runCommand('new', '/proc/mien/film');
    expect(status).toBe(1);
    expect(err).toBe('mien new: /proc/mien/film/film.json: no folder can be made there. Choose another folder.\n');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('says so where it may not write', async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed, { mode: 0o555 });
    const { err } = await runCommand('new', join(closed, 'film'));
    expect(err).toContain('this account may not write there. Choose another folder.');
  });
});

describe('check', () => {
  it('ends with 0 when clean or with warnings only, 1 on errors, 2 on wrong usage; --strict makes warnings errors', async () => {
    expect((await runCommand('check', film)).status).toBe(0);
    expect((await runCommand('check', doubtful)).status).toBe(0);
    expect((await runCommand('check', doubtful, '--strict')).status).toBe(1);
    expect((await runCommand('check', wrong)).status).toBe(1);
    expect((await runCommand('check', join(folder, 'nowhere'))).status).toBe(1);
    expect((await runCommand('check')).status).toBe(2);
    expect((await runCommand('check', film, '--colour')).status).toBe(2);
  });

  it('--json prints one object with ok, problems, scenes and endings', async () => {
    const clean: unknown = JSON.parse((await runCommand('check', film, '--json')).out);
    expect(clean).toEqual({
      ok: true,
      problems: [],
      scenes: expect.any(Number) as number,
      endings: expect.any(Number) as number,
    });
    const { out } = await runCommand('check', wrong, '--json');
    const report = JSON.parse(out) as { ok: boolean; problems: Record<string, unknown>[] };
    expect(report.ok).toBe(false);
    expect(report.problems.map(({ code }) => code)).toContain('unknown-key');
    for (const problem of report.problems) {
      expect(Object.keys(problem).toSorted()).toEqual([
        'code',
        'column',
        'file',
        'hint',
        'line',
        'message',
        'path',
        'severity',
      ]);
    }
    const strict = JSON.parse((await runCommand('check', doubtful, '--json', '--strict')).out) as typeof report;
    expect(strict).toMatchObject({ ok: false });
    expect(strict.problems.map(({ severity }) => severity)).not.toContain('warning');
  });

  it('tells every problem in words with its place, the reason and the mend', async () => {
    const { out } = await runCommand('check', wrong);
    expect(out).toMatch(/^wrong\.json:\d+:\d+ {2}error {2}/m);
    expect(out).toContain('Did you mean "opening"?');
    expect(out).toMatch(/^refused: \d+ errors?/m);
  });
});

describe('simulate', () => {
  it('tells one visitor of a mood or a trace in the shape of play --once', async () => {
    const trace = join(folder, 'visit.csv');
    await writeFile(trace, [TRACE_HEADER, ...Array.from({ length: 90 }, (_, s) => `${s},1,0,0,0,1,0,0,0`)].join('\n'));
    for (const words of [['--mood', 'happiness'], ['--trace', trace], []]) {
      const { status, out } = await runCommand('simulate', film, ...words, '--json');
      expect(status).toBe(0);
      const told = JSON.parse(out) as { decisions: object[]; scenes: string[] };
      expect(Object.keys(told)).toEqual(['scenes', 'decisions', 'ending', 'seconds']);
      expect(told.scenes.length).toBeGreaterThan(1);
      for (const one of told.decisions) expect(Object.keys(one)).toEqual(['scene', 'emotion', 'to', 'rule', 'scores']);
    }
    const words = await runCommand('simulate', film, '--mood', 'happiness');
    expect(words.out).toMatch(/reached the ending ".+", after [\d.]+ s\n$/);
  });

  it('tells many visitors as shares, the same bytes for the same seed', async () => {
    const many = (seed: string): Promise<{ out: string; status: number }> =>
      runCommand('simulate', film, '--visitors', '30', '--seed', seed, '--json');
    const one = await many('7');
    expect(one.status).toBe(0);
    expect((await many('7')).out).toBe(one.out);
    expect((await many('8')).out).not.toBe(one.out);
    const told = JSON.parse(one.out) as {
      visitors: number;
      endings: Record<string, number>;
      scenes: Record<string, number>;
    };
    expect(told).toMatchObject({ visitors: 30, scenes: { river: 1 }, defaultShare: expect.any(Number) as number });
    for (const share of Object.values(told.scenes)) expect(share >= 0 && share <= 1).toBe(true);
    expect((await runCommand('simulate', film, '--visitors', '5')).out).toMatch(/^5 visitors, seed 1; temperament /);
  });

  it('begins at a scene with variables, and refuses what there is not', async () => {
    const { paths } = JSON.parse((await runCommand('paths', film, '--json')).out) as {
      paths: { scene: string; ending: string | null }[];
    };
    const last = paths.find(({ ending }) => ending !== null)?.scene ?? '';
    const { out } = await runCommand('simulate', film, '--from', last, '--json');
    expect(JSON.parse(out)).toMatchObject({ scenes: expect.arrayContaining([last]) as string[], decisions: [] });
    for (const words of [
      ['--from', 'nowhere'],
      ['--set', 'keys=1'],
      ['--mood', 'cheer'],
      ['--mood', 'anger', '--visitors', '3'],
      ['--visitors', '0'],
      ['--seed', '-1'],
      ['--temperament', 'noise=99'],
      ['--from', last, '--set', 'nothing=1'],
    ]) {
      const { status, err } = await runCommand('simulate', film, ...words);
      expect([words, status]).toEqual([words, 2]);
      expect(err).not.toBe('');
    }
    for (const words of [
      ['--trace', join(folder, 'none.csv')],
      ['--visitors', '2', '--trace', join(folder, 'none')],
    ]) {
      expect(await runCommand('simulate', film, ...words)).toMatchObject({ status: 1, out: '' });
    }
    expect((await runCommand('simulate', wrong)).status).toBe(1);
  });
});

describe('paths and graph', () => {
  it('tell the way to every scene, and what cannot be reached', async () => {
    const { status, out } = await runCommand('paths', film, '--json');
    expect(status).toBe(0);
    const told = JSON.parse(out) as { paths: Record<string, unknown>[]; unreachable: string[] };
    expect(told.unreachable).toEqual([]);
    expect(Object.keys(told.paths[0] ?? {})).toEqual(['scene', 'ending', 'scenes', 'steps', 'emotions', 'seconds']);
    expect((await runCommand('paths', doubtful)).out).toMatch(/Nothing leads to\n {2}nowhere\n$/);
    expect((await runCommand('paths', wrong)).status).toBe(1);
  });

  it('draw the film in four formats, to the output or into a file', async () => {
    const drawn = async (format: string): Promise<string> => (await runCommand('graph', film, '--format', format)).out;
    expect(await drawn('svg')).toMatch(/^<svg [^>]*>[\s\S]*<\/svg>\s*$/);
    expect(await drawn('mermaid')).toMatch(/^(flowchart|stateDiagram|graph)/m);
    expect(await drawn('dot')).toMatch(/^digraph/m);
    expect(JSON.parse(await drawn('xstate'))).toMatchObject({
      initial: 'river',
      states: expect.any(Object) as object,
    });
    const file = join(folder, 'film.dot');
    expect(await runCommand('graph', film, '--format', 'dot', '-o', file)).toMatchObject({ status: 0, out: '' });
    expect(await readFile(file, 'utf8')).toBe(await drawn('dot'));
    expect((await runCommand('graph', film, '-o', join(folder, 'no/such/folder.svg'))).status).toBe(1);
    expect((await runCommand('graph', film, '--format', 'png')).status).toBe(2);
  });
});

describe('explain', () => {
  it('reads a summary, a file of lines, one decision, and a session of the journal by its id', async () => {
    const { out: line } = await runCommand('simulate', film, '--mood', 'happiness', '--reasons', '--json');
    const whole = await runCommand('explain', line);
    expect(whole).toMatchObject({ status: 0, err: '' });
    expect(whole.out).toMatch(/^A session: river > /);
    expect(whole.out).toMatch(/\* rule 1 to .+: happiness is dominant/);
    const { decisions } = JSON.parse(line) as { decisions: object[] };
    expect((await runCommand('explain', JSON.stringify(decisions[0]))).out).toContain('happiness is dominant');
    const { out: summary } = await runCommand('simulate', film, '--mood', 'happiness', '--json');
    const file = join(folder, 'lines.jsonl');
    await writeFile(file, `${line}${summary}`);
    const both = await runCommand('explain', file);
    expect(both.out.match(/^A session/gm)).toHaveLength(2);
    expect(both.out).toContain('a summary leaves it out');
  });

  it('finds a session in the journal of this machine by its id', async () => {
    vi.stubEnv('MIEN_KEEP', folder);
    const line = sessionOf(new Date(2026, 10, 24, 12), ['river', 'meeting', 'together'], 'together');
    await mkdir(join(folder, 'journal'));
    await writeFile(join(folder, 'journal/2026-11-24.jsonl'), `${JSON.stringify(line)}\n`);
    const found = await runCommand('explain', line.session);
    expect(found).toMatchObject({ status: 0, err: '' });
    expect(found.out).toContain('river > meeting > together');
    expect((await runCommand('explain', '2020-01-01T00:00:00.000Z')).status).toBe(1);
    vi.unstubAllEnvs();
  });

  it('refuses what is none, with a word', async () => {
    for (const source of ['{"scenes":', '{"decisions": 7}', join(folder, 'none.jsonl')]) {
      const { status, out, err } = await runCommand('explain', source);
      expect([source, status, out]).toEqual([source, 1, '']);
      expect(err).toMatch(/^mien explain: /);
    }
  });
});

describe('import riot', () => {
  const config = {
    mode: 'x',
    media: { video: 'riot.mp4', audio: 'riot.wav' },
    intros: [{ intro: 1, start: '00:00.000', end: '00:05.000' }],
    credits: [{ credit: 1, start: '01:00.000', end: '01:10.000' }],
    levels: [
      {
        level: 1,
        start: '00:10.000',
        end: '00:20.000',
        branch: {
          anger: { start: '00:20.000', end: '00:30.000', outcome: 0 },
          calm: { start: '00:30.000', end: '00:40.000', outcome: 0 },
        },
      },
    ],
  };

  it('writes a film that plays the same journey, and a report; never over another film', async () => {
    const file = join(folder, 'config.json');
    const output = join(folder, 'riot');
    await writeFile(file, JSON.stringify(config));
    expect(await runCommand('import', 'riot', file, '-o', output)).toMatchObject({
      status: 0,
      out: expect.stringContaining('RIOT 2018') as string,
    });
    await access(join(output, 'import-report.txt'));
    const journey = JSON.parse((await runCommand('simulate', output, '--mood', 'anger', '--json')).out) as {
      decisions: { emotion: string }[];
    };
    expect(journey.decisions.map(({ emotion }) => emotion)).toEqual(['anger']);
    expect(await runCommand('import', 'riot', file, '-o', output)).toMatchObject({ status: 1, out: '' });
    const again = await runCommand('import', 'riot', file, '-o', output, '--force', '--json');
    expect(Object.keys(JSON.parse(again.out) as object)).toEqual(['ok', 'film', 'versions', 'notes']);
    expect((await runCommand('import', 'riot', file)).status).toBe(2);
    expect((await runCommand('import', 'riot', join(folder, 'none.json'), '-o', join(folder, 'x'))).status).toBe(1);
  });
});
