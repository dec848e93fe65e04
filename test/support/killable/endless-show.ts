import { join } from 'node:path';
import { FilmActor } from '../../../src/main/film-actor.ts';
import { ShowRecord } from '../../../src/main/record.ts';
import { crossroads } from '../../unit/film/small-films.ts';

/**
 * A process that plays session after session as fast as it can, with the show's own actor, journal and state, until it
 * is killed. It says `begun <scene>` when it starts and `ended <session>` once a session's line is on the disk.
 */
const folder = process.argv[2] ?? '';
const film = crossroads();
const clock = { nowMs: () => performance.now(), timeOfDay: () => ({ hour: 12, weekday: 2 }) };
const say = (words: string): void => void process.stdout.write(`${words}\n`);

const record = await ShowRecord.open({
  film,
  filmFolder: '/films/small',
  clock,
  journalFolder: join(folder, 'journal'),
  stateFolder: join(folder, 'state'),
  onFault: (code, part, detail) => say(`fault ${code} ${part} ${detail}`),
});
const { lasting, resume } = record.begun;
const actor = FilmActor.start({
  film,
  clock,
  seed: 1,
  ...(lasting === null ? {} : { lasting }),
  ...(resume === null ? {} : { resume: resume.kept }),
  onAction: (action) => record.hear(action),
});
say(`begun ${actor.state.film.context.scene}`);

for (;;) {
  const { session } = record;
  actor.input({ type: session === null ? 'startPressed' : 'skip' });
  await record.keep(actor.state.film);
  if (session !== null && record.session === null) say(`ended ${session}`);
}
