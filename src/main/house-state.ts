import { readFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { z } from 'zod';
import { KeptText } from './kept-text.ts';
import { LONGEST_PAUSE_MS } from './privacy/reading-gate.ts';
import { statePath } from './show-state.ts';

/** What people decided at the front of the house: it ends when they say so or its time is up, not with a process. */
export interface HouseDecisions {
  /** What is left of a pause; 0: there is none. */
  readonly pausedForMs: number;
  /** Closed by the operator. */
  readonly stopped: boolean;
  readonly dark: boolean;
}

export const NOTHING_DECIDED: HouseDecisions = { pausedForMs: 0, stopped: false, dark: false };

/** What a show that begins says of them in the terminal. */
export function linesOf({ pausedForMs, stopped, dark }: HouseDecisions): readonly string[] {
  return [
    ...(stopped ? ['the operator stopped the show before it began: "Open again" at the console opens it'] : []),
    ...(dark ? ['the blackout from before the show began goes on: the camera is off'] : []),
    ...(pausedForMs > 0 ? [`the reading is paused for another ${Math.ceil(pausedForMs / 60_000)} min`] : []),
  ];
}

const keptSchema = z.strictObject({
  version: z.literal(1),
  /** The machine's uptime when it was decided: no setting of the time of day moves it. */
  uptimeSeconds: z.number(),
  pausedForMs: z.number().min(0).max(LONGEST_PAUSE_MS),
  stopped: z.boolean(),
  dark: z.boolean(),
});
type Kept = z.infer<typeof keptSchema>;

/** Longest file that is read; ours has some 100 characters. */
const LONGEST = 4096;

/** Beside the state of the film that the show was started with, whichever version of it plays. */
export function housePath(folder: string, filmFolder: string): string {
  return statePath(folder, filmFolder).replace(/\.json$/, '.house.json');
}

/**
 * What of it still holds, however long the show was away. A machine that was started anew opens its house as on any
 * morning, but for a stop: somebody wanted nobody to be let in.
 */
function stillHolds(
  { uptimeSeconds: thenSeconds, pausedForMs, stopped, dark }: Kept,
  nowSeconds: number,
): HouseDecisions {
  const awayMs = (nowSeconds - thenSeconds) * 1000;
  if (awayMs < 0) return { ...NOTHING_DECIDED, stopped };
  return { pausedForMs: Math.max(0, pausedForMs - awayMs), stopped, dark };
}

async function readHouse(path: string, nowSeconds: number): Promise<HouseDecisions> {
  try {
    const text = await readFile(path, 'utf8');
    const parsed = keptSchema.safeParse(text.length > LONGEST ? null : JSON.parse(text));
    return parsed.success ? stillHolds(parsed.data, nowSeconds) : NOTHING_DECIDED;
  } catch {
    return NOTHING_DECIDED;
  }
}

export interface HouseStateOptions {
  /** Null: nothing is kept, and nothing taken up. */
  readonly folder: string | null;
  readonly filmFolder: string;
  /** Whether a console is served: where there is none, nobody could open a stopped house again, or light it. */
  readonly hasConsole: boolean;
  /** Told when the disk takes no decision. */
  readonly onFailure: (reason: string) => void;
  readonly uptimeSeconds?: () => number;
}

/** Keeps what people decided, each time at once: whenever the show dies, the next one holds to it. Never throws. */
export class HouseState {
  /** What an earlier show left. */
  readonly begun: HouseDecisions;
  readonly #text: KeptText | null;
  readonly #uptimeSeconds: () => number;

  private constructor({ folder, filmFolder, onFailure, uptimeSeconds }: HouseStateOptions, begun: HouseDecisions) {
    this.begun = begun;
    this.#text = folder === null ? null : new KeptText({ path: housePath(folder, filmFolder), onFailure });
    this.#uptimeSeconds = uptimeSeconds ?? uptime;
  }

  static async open(options: HouseStateOptions): Promise<HouseState> {
    const { folder, filmFolder, hasConsole, uptimeSeconds = uptime } = options;
    if (folder === null) return new HouseState(options, NOTHING_DECIDED);
    const { pausedForMs, ...byHand } = await readHouse(housePath(folder, filmFolder), uptimeSeconds());
    return new HouseState(options, { ...NOTHING_DECIDED, pausedForMs, ...(hasConsole ? byHand : {}) });
  }

  keep(decisions: HouseDecisions): void {
    this.#text?.keep(JSON.stringify({ version: 1, uptimeSeconds: this.#uptimeSeconds(), ...decisions }));
  }

  /** Resolves once the newest decisions are on the disk, or were refused by it. */
  async settled(): Promise<void> {
    await this.#text?.settled();
  }
}
