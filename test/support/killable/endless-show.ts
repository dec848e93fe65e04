import { join } from 'node:path';
import { FilmInPlay } from '../../../src/main/film-in-play.ts';
import { crossroads } from '../../unit/film/small-films.ts';

/**
 * A process that plays session after session as fast as it can, with the show's own film, journal and state, until it is
 * killed. It says `begun <scene>` when it starts, `cue <scene>` when a cue goes out to the stage, and `ended` once a
 * session is over and all of it is on the disk.
 */
const folder = process.argv[2] ?? '';
const say = (words: string): void => void process.stdout.write(`${words}\n`);

const over = { isIt: false };
let sent = (): void => undefined;
const playing = await FilmInPlay.open(
  {
    clock: { nowMs: () => performance.now(), timeOfDay: () => ({ hour: 12, weekday: 2 }) },
    seed: 1,
    journalFolder: join(folder, 'journal'),
    stateFolder: join(folder, 'state'),
    onFault: (code, part, detail) => say(`fault ${code} ${part} ${detail}`),
    tell: () => undefined,
    onCue: ({ scene }) => {
      say(`cue ${scene}`);
      sent();
    },
    onAction: (_action, _moment, visit) => {
      if (visit !== null) over.isIt = true;
    },
  },
  { folder: '/films/small', compiled: crossroads() },
);
let cued = new Promise<void>((done) => (sent = done));
playing.begin();
say(`begun ${playing.scene}`);
await cued;

for (;;) {
  cued = new Promise((done) => (sent = done));
  playing.input({ type: playing.isInSession ? 'skip' : 'startPressed' });
  await cued;
  if (over.isIt) say('ended');
  over.isIt = false;
}
