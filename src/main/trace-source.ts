import { readFile } from 'node:fs/promises';
import { parseTrace } from '../mood/trace.ts';
import { tracePlayer, type TracePlayer } from '../mood/trace-readings.ts';
import type { Reading } from '../protocol/reading.ts';
import type { Clock } from './deadlines.ts';

/** How often a trace is read from, a second: as often as a camera is on two cores. */
const READINGS_A_SECOND = 5;

export type OpenedTrace =
  { readonly ok: true; readonly player: TracePlayer } | { readonly ok: false; readonly reasons: readonly string[] };

/** Reads a recorded trace of moods. Never throws: what is wrong with it comes back in sentences. */
export async function openTrace(path: string): Promise<OpenedTrace> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return {
      ok: false,
      reasons: [`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`],
    };
  }
  const parsed = parseTrace(text);
  if (parsed.ok) return { ok: true, player: tracePlayer(parsed.trace) };
  return { ok: false, reasons: parsed.problems.map(({ line, reason, mend }) => `${path}:${line}: ${reason}; ${mend}`) };
}

/**
 * Plays a trace in place of camera and recogniser, its first reading at once. After its end nobody is there, as in
 * `simulate`; with `repeats` it begins again, as the rehearsal does that stands in for a missing camera.
 * @returns how to stop it.
 */
export function playTrace(
  player: TracePlayer,
  clock: Clock,
  onReading: (reading: Reading) => void,
  repeats: boolean,
): () => void {
  const startedAtMs = clock.nowMs();
  const read = (): void => {
    const nowMs = clock.nowMs();
    const passedMs = nowMs - startedAtMs;
    const atMs = repeats && player.endMs > 0 ? passedMs % player.endMs : passedMs;
    onReading({ ...player.readingAt(atMs), capturedAtMs: nowMs });
  };
  read();
  const timer = setInterval(read, 1000 / READINGS_A_SECOND);
  return () => clearInterval(timer);
}
