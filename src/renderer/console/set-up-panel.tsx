import type { ReactElement } from 'react';
import type { Command, FilmMap, ShowNow } from '../../protocol/console-messages.ts';
import { Choice, Panel } from './parts.tsx';
import { rateSentence } from './words.ts';

/** Language, sound, camera and recogniser; and whether the screen suits the film. */
export function SetUpPanel({
  now,
  film,
  send,
}: {
  readonly now: ShowNow;
  readonly film: FilmMap | null;
  readonly send: (command: Command) => void;
}): ReactElement {
  const { camera, recogniser } = now;
  const uneven = rateSentence(now.rates);
  return (
    <Panel title="Set up" name="set-up">
      <Choice
        label="Subtitles"
        value={now.subtitles}
        all={film?.subtitles ?? []}
        none="none"
        onChange={(language) => send({ do: 'subtitles', language })}
      />
      <Choice
        label="Sound"
        value={now.soundTrack}
        all={film?.soundTracks ?? []}
        none="the film's own"
        onChange={(track) => send({ do: 'soundTrack', track })}
      />
      <Choice
        label="Camera"
        value={camera.wanted}
        all={[...new Set([...camera.all, ...(camera.wanted === null ? [] : [camera.wanted])])]}
        none="any"
        onChange={(label) => send({ do: 'camera', label })}
      />
      <p className="hint">{camera.state === 'live' ? `In use: ${camera.label}` : `The camera is ${camera.state}.`}</p>
      <Choice
        label="Recogniser"
        value={recogniser.wanted}
        all={[...new Set([...recogniser.all, recogniser.wanted])]}
        onChange={(name) => name !== null && send({ do: 'recogniser', name })}
      />
      {uneven !== null && <p className="hint">{uneven}</p>}
    </Panel>
  );
}
