import { useState, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { Command, Staging } from '../../protocol/console-messages.ts';
import { Choice, Panel } from './parts.tsx';
import type { ShowState, ShowStore } from './show-store.ts';

const STEPS: Readonly<Record<Staging['step'], string>> = {
  none: 'plays',
  copying: 'is being copied',
  checking: 'is being checked',
  rehearsing: 'is being rehearsed',
  waiting: 'takes the stage when the visit is over',
  refused: 'was refused',
};

/** Another version of the film, the way back, and the way in for another device. */
export function FilmPanel({
  staging,
  send,
  isLocal,
  pairing,
  store,
}: {
  readonly staging: Staging | null;
  readonly send: (command: Command) => void;
  readonly isLocal: boolean;
  readonly pairing: ShowState['pairing'];
  readonly store: ShowStore;
}): ReactElement {
  const [chosen, setChosen] = useState<string | null>(null);
  const film = chosen ?? staging?.playing ?? null;
  return (
    <Panel title="Film" name="film-change">
      {staging !== null && (
        <>
          <p role="status">
            {staging.coming ?? staging.playing} {STEPS[staging.step]}.
          </p>
          <ul className="hint">
            {staging.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <div className="row">
            <Choice label="Film" value={film} all={staging.films} onChange={setChosen} />
            <Button
              className="button"
              isDisabled={film === null}
              onPress={() => film !== null && send({ do: 'film', name: film })}
            >
              Check and put on
            </Button>
            <Button className="button" isDisabled={staging.before === null} onPress={() => send({ do: 'rollBack' })}>
              Back to {staging.before ?? 'the one before'}
            </Button>
          </div>
        </>
      )}
      {isLocal && (
        <>
          <Button className="button" onPress={() => store.pair()}>
            Pair a phone
          </Button>
          <p role="status" className="code">
            {pairing === null
              ? ''
              : pairing.addresses.length === 0
                ? 'Start the show with --console to let phones in.'
                : `${pairing.addresses.join(' or ')}, code ${pairing.code}, for two minutes`}
          </p>
        </>
      )}
    </Panel>
  );
}
