import type { ReactElement } from 'react';
import { Button, ProgressBar, ToggleButton } from 'react-aria-components';
import type { Command, FilmMap, ShowNow } from '../../protocol/console-messages.ts';
import type { RoomFeed } from '../../protocol/room-feed.ts';
import { Share } from './parts.tsx';
import { EMOTION_COLOURS, lessSentence, minutes, roomSentence, stateSentence, trouble } from './words.ts';

interface Props {
  readonly now: ShowNow;
  readonly room: RoomFeed | null;
  readonly film: FilmMap | null;
  readonly refusal: string;
  readonly send: (command: Command) => void;
}

/** What the piece is doing, and the hands on it. */
export function NowPanel({ now, room, film, refusal, send }: Props): ReactElement {
  const title = film?.nodes.find(({ name }) => name === now.scene)?.title ?? now.scene;
  const wrong = trouble(now);
  const less = lessSentence(now);
  const playedMs = now.clipMs > 0 ? now.sceneMs % now.clipMs : 0;
  return (
    <section className="panel now" aria-labelledby="now-title">
      <p className="film">{film?.title ?? 'Mien'}</p>
      <h1 id="now-title">{title}</h1>
      <ProgressBar
        aria-label="Scene"
        value={playedMs}
        maxValue={Math.max(1, now.clipMs)}
        valueLabel={`${minutes(playedMs)} of ${minutes(now.clipMs)}`}
        className="progress"
      >
        {({ percentage = 0, valueText }) => (
          <>
            <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
              <rect width={percentage} height="1" />
            </svg>
            <span>{valueText}</span>
          </>
        )}
      </ProgressBar>
      <p className={wrong === null ? 'state' : 'state wrong'}>{wrong ?? stateSentence(now)}</p>
      {less !== null && <p className="state wrong">{less}</p>}
      <p className="state">{roomSentence(now, room)}</p>
      <Mood room={now.isPaused || now.isDark ? null : room} />
      <div className="buttons" role="group" aria-label="The show">
        {now.isStopped ? (
          <Button className="button main" onPress={() => send({ do: 'start' })}>
            Open again
          </Button>
        ) : (
          <Button className="button main" onPress={() => send({ do: now.isInSession ? 'skip' : 'start' })}>
            {now.isInSession ? 'Skip scene' : 'Start a visit'}
          </Button>
        )}
        <Toggle is={now.isHeld} label="Hold" set={(on) => send({ do: 'hold', on })} />
        <Button className="button" isDisabled={!now.isInSession} onPress={() => send({ do: 'reset' })}>
          Reset
        </Button>
        <Toggle is={now.isPaused} label="Pause reading" set={(on) => send({ do: 'pause', on })} />
        <Toggle is={now.isDark && !now.isClosed} label="Blackout" set={(on) => send({ do: 'blackout', on })} />
        <Button className="button grave" isDisabled={now.isStopped} onPress={() => send({ do: 'stop' })}>
          Stop
        </Button>
      </div>
      <Share label="Volume" value={now.volume} onChange={(value) => send({ do: 'volume', value })} />
      <p className="refusal" role="status">
        {refusal}
      </p>
    </section>
  );
}

function Toggle({
  is,
  label,
  set,
}: {
  readonly is: boolean;
  readonly label: string;
  readonly set: (on: boolean) => void;
}): ReactElement {
  return (
    <ToggleButton className="button" isSelected={is} onChange={set}>
      {label}
    </ToggleButton>
  );
}

/** The mood's scores, as bars and in words. */
function Mood({ room }: { readonly room: RoomFeed | null }): ReactElement {
  const scores = Object.entries(room?.mood.scores ?? {}) as [keyof typeof EMOTION_COLOURS, number][];
  if (scores.length === 0) return <p className="mood empty">No mood to show.</p>;
  return (
    <ul className="mood" aria-label="Mood">
      {scores.map(([emotion, share]) => (
        <li key={emotion} data-dominant={room?.mood.dominant === emotion}>
          <span>{emotion}</span>
          <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect width={share * 100} height="1" fill={EMOTION_COLOURS[emotion]} />
          </svg>
          <span>{Math.round(share * 100)} %</span>
        </li>
      ))}
    </ul>
  );
}
