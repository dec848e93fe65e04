import { useEffect, useState, useSyncExternalStore, type ReactElement } from 'react';
import { Charts } from './charts.tsx';
import { Decisions } from './decisions.tsx';
import { FilmMapPanel } from './film-map-panel.tsx';
import { FilmPanel } from './film-panel.tsx';
import { NowPanel } from './now-panel.tsx';
import { pair } from './pair.ts';
import { PairForm } from './pair-form.tsx';
import { RoomPanel } from './room-panel.tsx';
import { SetUpPanel } from './set-up-panel.tsx';
import { ShowStore } from './show-store.ts';
import { onTouch } from './touch.ts';

/** The whole page: the door for a device that is not paired, else the show. */
export function App(): ReactElement {
  const [store] = useState(() => new ShowStore());
  const show = useSyncExternalStore(store.subscribe, store.state);
  useEffect(() => void enter(store), [store]);
  useEffect(() => onTouch(window, () => store.touched()), [store]);
  const { now, film } = show;
  if (show.link === 'shut') return <PairForm onPaired={() => void store.open()} />;
  if (now === null) return <main className="door">{show.link === 'lost' ? 'The show is away …' : 'Opening …'}</main>;
  const send = store.command.bind(store);
  return (
    <>
      {show.link === 'lost' && (
        <p className="lost" role="alert">
          The connection is lost; trying again.
        </p>
      )}
      <main className="console">
        <NowPanel now={now} room={show.room} film={film} refusal={show.refusal} send={send} />
        <FilmMapPanel film={film} now={now} send={send} />
        <RoomPanel show={show} now={now} store={store} />
        <Decisions decisions={show.decisions} faults={show.faults} film={film} />
        <Charts samples={show.samples} emotions={film?.emotions ?? []} />
        <SetUpPanel now={now} film={film} send={send} />
        <FilmPanel staging={show.staging} send={send} isLocal={show.isLocal} pairing={show.pairing} store={store} />
      </main>
    </>
  );
}

/** The ticket in the address lets this page in once; then it stands there no more. */
async function enter(store: ShowStore): Promise<void> {
  const ticket = window.location.hash.slice(1);
  if (ticket !== '') {
    history.replaceState(null, '', window.location.pathname);
    await pair(ticket);
  }
  await store.open();
}
