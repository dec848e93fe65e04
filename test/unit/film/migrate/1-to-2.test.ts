import { describe, expect, it } from 'vitest';
// The step itself lives in src/film/migrate/1-to-2.ts.
import { oneToTwo } from '../../../../src/film/migrate/1-to-2.ts';
import { migrate } from '../../../../src/film/migrate/migrate.ts';

describe('a film of version 1', () => {
  it('names its endings by their scenes, since version 2 gives every ending a name', () => {
    const old = {
      version: 1,
      scenes: { sea: { clip: 'sea.webm', ending: true }, sky: { clip: 'sky.webm', ending: false } },
    };
    expect(oneToTwo(old)).toEqual({
      version: 2,
      scenes: { sea: { clip: 'sea.webm', ending: 'sea' }, sky: { clip: 'sky.webm' } },
    });
    expect(old.scenes.sea.ending).toBe(true);
  });

  it('comes through the migration as a film of the present version', () => {
    const { value } = migrate({ version: 1, scenes: { sea: { ending: true } } }, 1);
    expect(value).toEqual({ version: 2, scenes: { sea: { ending: 'sea' } } });
  });

  it('that has no scenes is left for the schema to refuse', () => {
    expect(oneToTwo({ version: 1, scenes: 7 })).toEqual({ version: 2, scenes: 7 });
  });
});

describe('a film of a version that is not known', () => {
  it.each([
    [999, 'version-too-new'],
    [0, 'version-unknown'],
  ])('%s is refused with %s and a mend', (version, code) => {
    const { value, finding } = migrate({ version }, version);
    expect(value).toBeUndefined();
    expect(finding).toMatchObject({ code, severity: 'error' });
    expect(finding?.hint).not.toBe('');
  });
});
