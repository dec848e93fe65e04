import { useEffect, useRef, useState, type PointerEvent, type ReactElement } from 'react';
import { Button, ToggleButton } from 'react-aria-components';
import type { ShowNow } from '../../protocol/console-messages.ts';
import { decodeFrame } from '../../protocol/frame-codec.ts';
import type { ReadingZone } from '../../protocol/reading-zone.ts';
import { Panel, Share } from './parts.tsx';
import type { ShowState, ShowStore } from './show-store.ts';
import { drawFrame, forgetFrame } from './draw-frame.ts';
import { EMOTION_COLOURS } from './words.ts';

const WHOLE: ReadingZone = { left: 0, top: 0, right: 1, bottom: 1, leastFace: 0 };
/** A smaller drawing is a slip of the finger. */
const LEAST_DRAWN = 0.05;
/** A picture that no other follows is taken away: a camera that is off or lost shows nobody. */
const KEPT_MS = 2000;

interface Props {
  readonly show: ShowState;
  readonly now: ShowNow;
  readonly store: ShowStore;
}

/** Who is seen and read, and where reading is done. The picture is for a page on the stage's own machine. */
export function RoomPanel({ show, now, store }: Props): ReactElement {
  const [isWatching, setWatching] = useState(false);
  const [drawn, setDrawn] = useState<ReadingZone | null>(null);
  const from = useRef<readonly [number, number] | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { room } = show;
  const width = room?.frame.width ?? 640;
  const height = room?.frame.height ?? 480;
  const zone = drawn ?? now.zone ?? WHOLE;

  useEffect(() => {
    if (!isWatching) return;
    let fading: ReturnType<typeof setTimeout> | undefined;
    store.watch((bytes) => {
      const frame = decodeFrame(bytes);
      if ('refused' in frame || canvas.current === null) return;
      drawFrame(frame, canvas.current);
      clearTimeout(fading);
      fading = setTimeout(() => canvas.current !== null && forgetFrame(canvas.current), KEPT_MS);
    });
    return () => {
      clearTimeout(fading);
      store.watch(null);
    };
  }, [isWatching, store]);

  // What main has taken is what counts, whoever drew it.
  const taken = JSON.stringify(now.zone);
  useEffect(() => setDrawn(null), [taken]);

  /** A zone in the making is drawn only; main reads anew with each one that it is told. */
  const sketch = (edges: Partial<ReadingZone>): ReadingZone | null => {
    const next = { ...zone, ...edges };
    if (next.left >= next.right || next.top >= next.bottom) return null;
    setDrawn(next);
    return next;
  };
  const keep = (edges: Partial<ReadingZone>): void => {
    const next = sketch(edges);
    if (next !== null) store.command({ do: 'zone', zone: next });
  };
  const at = (event: PointerEvent<SVGSVGElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    const inside = (share: number): number => Math.min(1, Math.max(0, share));
    return [inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height)];
  };
  const stretched = (event: PointerEvent<SVGSVGElement>): ReadingZone | null => {
    if (from.current === null) return null;
    const [[x, y], [toX, toY]] = [from.current, at(event)];
    const next = {
      ...zone,
      left: Math.min(x, toX),
      right: Math.max(x, toX),
      top: Math.min(y, toY),
      bottom: Math.max(y, toY),
    };
    return next.right - next.left < LEAST_DRAWN || next.bottom - next.top < LEAST_DRAWN ? null : next;
  };

  return (
    <Panel title="Room" name="room">
      <div className="view">
        {isWatching && <canvas ref={canvas} width={width} height={height} />}
        <svg
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label="Where visitors are, and the reading zone"
          onPointerDown={(event) => {
            from.current = at(event);
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            const next = stretched(event);
            if (next !== null) setDrawn(next);
          }}
          onPointerUp={(event) => {
            const next = stretched(event);
            from.current = null;
            if (next !== null) keep(next);
          }}
        >
          <rect
            className="zone"
            x={zone.left * width}
            y={zone.top * height}
            width={(zone.right - zone.left) * width}
            height={(zone.bottom - zone.top) * height}
          />
          {(room?.viewers ?? []).map(({ id, box: [x, y, wide, high], scores, isNearest, ignored }) => {
            const top = Object.entries(scores ?? {}).sort(([, a], [, b]) => b - a)[0]?.[0] as
              keyof typeof EMOTION_COLOURS | undefined;
            const colour = ignored || top === undefined ? '#8b97a3' : EMOTION_COLOURS[top];
            return (
              <g key={id}>
                <rect
                  x={x}
                  y={y}
                  width={wide}
                  height={high}
                  rx="8"
                  fill="none"
                  stroke={colour}
                  strokeWidth={isNearest ? 5 : 2.5}
                />
                <text x={x} y={y - 8} fill={colour}>
                  {ignored ? 'a picture' : (top ?? 'not legible')}
                </text>
              </g>
            );
          })}
        </svg>
      </div>
      <p className="hint">
        Draw the reading zone here with a finger or the mouse, or set it below. Only faces within are read.
      </p>
      <Share
        label="Across"
        names={['Left edge', 'Right edge']}
        value={[zone.left, zone.right]}
        onChange={([left = 0, right = 1]) => sketch({ left, right })}
        onLeft={([left = 0, right = 1]) => keep({ left, right })}
      />
      <Share
        label="Down"
        names={['Top edge', 'Bottom edge']}
        value={[zone.top, zone.bottom]}
        onChange={([top = 0, bottom = 1]) => sketch({ top, bottom })}
        onLeft={([top = 0, bottom = 1]) => keep({ top, bottom })}
      />
      <Share
        label="Least height of a face"
        value={zone.leastFace}
        onChange={(leastFace) => sketch({ leastFace })}
        onLeft={(leastFace) => keep({ leastFace })}
      />
      <div className="row">
        <Button
          className="button"
          onPress={() => {
            setDrawn(null);
            store.command({ do: 'zone', zone: null });
          }}
        >
          Read everywhere
        </Button>
        {show.isLocal && (
          <ToggleButton className="button" isSelected={isWatching} onChange={setWatching}>
            Show the picture
          </ToggleButton>
        )}
      </div>
    </Panel>
  );
}
