import type { RoomFeed } from '../protocol/room-feed.ts';
import { EMOTIONS } from '../protocol/emotions.ts';

const BAR = 20;
const ESCAPE = '\u001b[';

/** One feed as lines for a terminal: the mood in bars, who is in view, how long it took. */
export function drawRoom({ viewers, mood, timings, frame }: RoomFeed): readonly string[] {
  const bars = EMOTIONS.flatMap((emotion) => {
    const score = mood.scores?.[emotion];
    if (score === undefined) return [];
    const full = Math.round(score * BAR);
    const mark = emotion === mood.dominant ? '*' : ' ';
    return [
      `${mark} ${emotion.padEnd(10)} ${'#'.repeat(full).padEnd(BAR, '.')} ${(score * 100).toFixed(0).padStart(3)} %`,
    ];
  });
  const people = viewers.map(({ id, box, scores, quality, forMs, isNearest, ignored }) => {
    const [x, y, width, height] = box.map(Math.round);
    const shown = EMOTIONS.reduce((best, one) => ((scores?.[one] ?? 0) > (scores?.[best] ?? 0) ? one : best), 'calm');
    const what = ignored ? 'a picture, not read' : scores === null ? 'unknown' : shown;
    const place = `${width ?? 0}x${height ?? 0} at ${x ?? 0},${y ?? 0}`;
    return `  viewer ${id}${isNearest ? ' (nearest)' : ''}: ${what}, quality ${quality.toFixed(2)}, ${place}, for ${(forMs / 1000).toFixed(0)} s`;
  });
  const pace = `${timings.readingsPerSecond.toFixed(1)} readings a second of ${frame.width}x${frame.height}`;
  const times = `${timings.readMs.toFixed(0)} ms a reading, ${timings.captureToMoodMs.toFixed(0)} ms from capture to mood`;
  return [`mood: ${mood.why}`, ...bars, `${viewers.length} in view`, ...people, `${pace}; ${times}`];
}

/** Draws each feed over the one before, on a terminal that can. @returns the painter. */
export function roomPainter(out: NodeJS.WriteStream): (feed: RoomFeed) => void {
  let drawn = 0;
  return (feed) => {
    const lines = drawRoom(feed);
    const back = drawn > 0 && out.isTTY ? `${ESCAPE}${drawn}A${ESCAPE}0J` : '';
    out.write(`${back}${lines.join('\n')}\n`);
    drawn = lines.length;
  };
}
