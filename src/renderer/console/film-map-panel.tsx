import { useEffect, useRef, useState, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { Command, FilmMap, ShowNow } from '../../protocol/console-messages.ts';
import { Choice, Panel } from './parts.tsx';
import { EMOTION_COLOURS } from './words.ts';

/** Size of a scene on the map; ELK was given room for a poster, of which this is the middle. */
const WIDTH = 168;
const HEIGHT = 64;
const PLAIN = '#56606b';

interface Props {
  readonly film: FilmMap | null;
  readonly now: ShowNow;
  readonly send: (command: Command) => void;
}

/** The film's map with the present scene lit, the way to any scene, and the mood by the operator's hand. */
export function FilmMapPanel({ film, now, send }: Props): ReactElement {
  const [chosen, setChosen] = useState<string | null>(null);
  const view = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const lit = view.current?.querySelector('.lit');
    const box = lit?.getBoundingClientRect();
    const around = view.current?.getBoundingClientRect();
    if (box === undefined || around === undefined) return;
    view.current?.scrollBy({
      left: box.x + box.width / 2 - around.x - around.width / 2,
      top: box.y + box.height / 2 - around.y - around.height / 2,
    });
  }, [film, now.scene]);
  return (
    <Panel title="Map" name="map">
      {film !== null && (
        <>
          <div className="scroll" ref={view} tabIndex={0} role="group" aria-label="Map of the film">
            <svg
              viewBox={`0 0 ${film.width} ${film.height}`}
              role="img"
              aria-label={`${film.nodes.length} scenes; ${titleOf(film, now.scene)} plays`}
            >
              {film.edges.map(({ points, emotion, from }, index) => (
                <path
                  key={index}
                  d={curve(points)}
                  fill="none"
                  stroke={emotion === null ? PLAIN : EMOTION_COLOURS[emotion]}
                  className={from === now.scene ? 'way from-here' : 'way'}
                />
              ))}
              {film.nodes.map(({ name, title, kind, at: [x, y] }) => (
                <g key={name} className={`node ${kind}${name === now.scene ? ' lit' : ''}`}>
                  <rect x={x - WIDTH / 2} y={y - HEIGHT / 2} width={WIDTH} height={HEIGHT} rx="12" />
                  <text x={x} y={y + 7} textAnchor="middle">
                    {title.length > 15 ? `${title.slice(0, 14)}…` : title}
                  </text>
                </g>
              ))}
            </svg>
          </div>
          <div className="row">
            <Choice
              label="Scene"
              value={chosen ?? now.scene}
              all={film.nodes.map(({ name }) => name)}
              textOf={(name) => titleOf(film, name)}
              onChange={setChosen}
            />
            <Button className="button" onPress={() => send({ do: 'go', scene: chosen ?? now.scene })}>
              Go there
            </Button>
            <Choice
              label="Mood"
              value={now.forced}
              all={film.emotions}
              none="as read"
              onChange={(word) => send({ do: 'force', emotion: film.emotions.find((one) => one === word) ?? null })}
            />
          </div>
        </>
      )}
    </Panel>
  );
}

function titleOf(film: FilmMap, scene: string): string {
  return film.nodes.find(({ name }) => name === scene)?.title ?? scene;
}

/** ELK's splines: a start, then control points by threes. */
function curve(points: FilmMap['edges'][number]['points']): string {
  const [start, ...rest] = points.map(([x, y]) => `${x} ${y}`);
  if (start === undefined) return '';
  const threes = Array.from({ length: Math.floor(rest.length / 3) }, (_, at) => rest.slice(at * 3, at * 3 + 3));
  const over = rest.slice(threes.length * 3);
  return [`M ${start}`, ...threes.map((three) => `C ${three.join(', ')}`), ...over.map((end) => `L ${end}`)].join(' ');
}
