import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CompiledFilm } from '../../../../src/film/compiled-film.ts';
import { loadFilm } from '../../../../src/main/film-files.ts';
import { openHouse } from '../../../support/open-house.ts';
import { crossroads } from '../../film/small-films.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A house that plays a film, and each text that its stage was told to show. */
function houseOf(film: CompiledFilm) {
  const shown: { readonly notice: readonly string[]; readonly sign: string }[] = [];
  const desk = {
    hasPage: true,
    blackout: () => undefined,
    privacy: (notice: readonly string[], sign: string) => void shown.push({ notice, sign }),
    card: () => undefined,
    welcomeAgain: () => undefined,
  };
  const { house } = openHouse({ film, desk });
  house.onLead('page');
  return { house, shown };
}

const NOTICE = { fi: 'Kamera lukee ilmeesi.', en: 'A camera reads your expression.' };
const PAUSED = { fi: 'Kamera on pois päältä.', en: 'The camera is off.' };

describe('the words of privacy', () => {
  it('are the notice of the film on its opening: each of its languages, in the order written', () => {
    const { shown } = houseOf(crossroads({}, { privacy: { notice: NOTICE } }));
    expect(shown.at(-1)?.notice).toEqual([NOTICE.fi, NOTICE.en]);
  });

  it('are those of the film for a pause as long as the reading is paused, in a visit as well', () => {
    const { house, shown } = houseOf(crossroads({}, { privacy: { notice: NOTICE, paused: PAUSED } }));
    house.pause(true);
    expect(shown.at(-1)).toEqual({ notice: [PAUSED.fi, PAUSED.en], sign: '' });
    house.onAction({ type: 'sessionStarted', params: { by: 'start' } });
    expect(shown.at(-1)?.notice).toEqual([PAUSED.fi, PAUSED.en]);
    house.pause(false);
    expect(shown.at(-1)?.notice).toEqual([]);
  });

  it.each([
    ['one text', { paused: 'Nobody is read.' }, ['Nobody is read.']],
    ['English where the film says nothing of a pause', { notice: NOTICE }, ['The camera is off: nobody is read.']],
  ])('are %s', (_, privacy, lines) => {
    const { house, shown } = houseOf(crossroads({}, { privacy }));
    house.pause(true);
    expect(shown.at(-1)?.notice).toEqual(lines);
  });

  it('are English and Russian in "Weather": notice, sign and pause', async () => {
    const loaded = await loadFilm('film/weather', { media: false });
    const { notice, sign, paused } = (loaded.ok ? loaded : null)!.compiled.privacy;
    for (const lines of [notice, sign, paused]) {
      expect(lines).toEqual([expect.stringMatching(/^[A-Z]/), expect.stringMatching(/^[А-Я]/)]);
    }
  });
});
