import { join } from 'node:path';
import type { Hono } from 'hono';
import type { CompiledFilm } from '../../src/film/compiled-film.ts';
import type { ShowOptions } from '../../src/main/show-options.ts';
import { startShow, type Show } from '../../src/main/show.ts';
import { bareHost } from './bare-host.ts';
import { FakePage } from './fake-page.ts';
import { Operator } from './operator.ts';

const ORIGIN = 'http://127.0.0.1:4711';

export interface WholeShow {
  readonly show: Show;
  readonly page: FakePage;
  readonly operator: Operator;
  /** What a page of the show answers: `/health`. */
  readonly ask: (path: string) => Promise<string>;
}

/** A whole show with a page on its stage and a paired console; it keeps what it keeps below `folder`. The caller ends it. */
export async function wholeShow(
  folder: string,
  film: CompiledFilm,
  over: Partial<ShowOptions> = {},
): Promise<WholeShow> {
  const page = new FakePage();
  const options: ShowOptions = {
    film: join(folder, 'film'),
    once: false,
    kiosk: false,
    camera: { kind: 'device', device: null, elseTrace: null },
    recogniser: 'onnx',
    modelsFolder: folder,
    pagesFolder: folder,
    journalFolder: null,
    stateFolder: join(folder, 'state'),
    zone: null,
    hours: null,
    pin: '2468',
    console: { port: 0, isNetwork: false },
    openingOnly: false,
    seed: 1,
    ...over,
  };
  let pages = null as Hono | null;
  const host = bareHost((service) => {
    const guard = { hosts: ['127.0.0.1:4711'], origins: [ORIGIN], token: null };
    pages = service.pages({ origin: ORIGIN, guard });
    service.onLink(page);
  });
  const playable = { folder: options.film, compiled: film };
  const show = await startShow(host, playable, options, { tell: () => undefined, onVisit: () => undefined });
  page.tell({ type: 'hello', stageNowMs: 0, visible: true });
  const operator = await Operator.pair(show.consoleWays()?.here ?? '');
  const ask = async (path: string): Promise<string> => {
    const asked = new Request(`${ORIGIN}${path}`, { headers: { host: '127.0.0.1:4711' } });
    return (await pages!.fetch(asked)).text();
  };
  return { show, page, operator, ask };
}
