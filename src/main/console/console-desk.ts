import type { Decision } from '../../film/film-events.ts';
import type {
  Command,
  FilmMap,
  MainToConsole,
  Sample,
  ShowNow,
  Staging,
  ToldDecision,
  ToldFault,
} from '../../protocol/console-messages.ts';
import { REMEMBERED } from '../../protocol/console-messages.ts';
import type { RoomFeed } from '../../protocol/room-feed.ts';
import type { Fault } from '../faults.ts';
import type { ShowStatus } from '../web/show-status.ts';
import type { ConsoleLink } from './console-link.ts';
import type { Outcome } from './commands.ts';

const STATUS_EVERY_MS = 500;
const SAMPLE_EVERY_MS = 1000;
/** Boxes follow a face well enough at this pace, and a phone's radio can rest. */
const ROOM_EVERY_MS = 150;
const FRAME_EVERY_MS = 250;
/** A room that was not read for so long is not shown as if it were. */
const STALE_MS = 3000;

export interface ConsoleDeskOptions {
  readonly nowMs: () => number;
  readonly now: () => Date;
  readonly status: () => ShowNow;
  readonly staging: () => Staging;
  readonly memoryMb: () => number;
  /** Celsius; null where it is not known. */
  readonly temperature: () => number | null;
  /** What the stage has counted; `picturesDropped` since the show began. */
  readonly pictures: () => Pick<ShowStatus, 'picturesPerSecond' | 'picturesDropped'>;
  readonly obey: (command: Command) => Outcome;
  /** A fresh code for another device, and where that device finds the console. */
  readonly pair: () => { readonly code: string; readonly addresses: readonly string[] };
  /** Somebody uses a page on the stage's own machine. */
  readonly onTouched: () => void;
  /** A page has come: what takes time to look up is looked up again. */
  readonly onArrive: () => void;
}

/** What the operators' pages are told, and what a page that comes later has missed: the newest of each, in memory. */
export class ConsoleDesk {
  readonly #options: ConsoleDeskOptions;
  readonly #links: ConsoleLink[] = [];
  readonly #watching = new Set<ConsoleLink>();
  readonly #decisions: ToldDecision[] = [];
  readonly #faults: ToldFault[] = [];
  readonly #samples: Sample[] = [];
  readonly #timers: readonly ReturnType<typeof setInterval>[];
  #map: FilmMap | null = null;
  #room: { readonly feed: RoomFeed; readonly atMs: number } | null = null;
  #roomToldMs = -Infinity;
  #frameSentMs = -Infinity;
  #dropped = 0;

  constructor(options: ConsoleDeskOptions) {
    this.#options = options;
    this.#timers = [
      setInterval(() => this.tellStatus(), STATUS_EVERY_MS),
      setInterval(() => this.#sample(), SAMPLE_EVERY_MS),
    ];
  }

  attach(link: ConsoleLink): void {
    this.#links.push(link);
    link.onClosed(() => {
      this.#links.splice(this.#links.indexOf(link), 1);
      this.#watching.delete(link);
    });
    link.onMessage((message) => {
      if (message.type === 'watch') {
        if (message.on && link.isLocal) this.#watching.add(link);
        else this.#watching.delete(link);
        return;
      }
      if (message.type === 'touched') {
        if (link.isLocal) this.#options.onTouched();
        return;
      }
      if (message.type === 'pair') {
        // The code is for whoever stands at the stage's machine.
        if (link.isLocal) link.send({ type: 'pairing', ...this.#options.pair() });
        return;
      }
      const outcome = this.#options.obey(message.command);
      link.send({ type: 'answer', id: message.id, done: outcome.done, why: outcome.done ? '' : outcome.why });
      this.tellStatus();
    });
    link.send({ type: 'place', isLocal: link.isLocal });
    if (this.#map !== null) link.send(this.#map);
    link.send({ type: 'samples', samples: [...this.#samples] });
    for (const told of [...this.#decisions, ...this.#faults]) link.send(told);
    link.send(this.#options.staging());
    link.send(this.#options.status());
    this.#options.onArrive();
  }

  map(map: FilmMap): void {
    this.#map = map;
    this.#broadcast(map);
  }

  decision(decision: Decision): void {
    const { scene, to, rule, emotion, scores, viewers, why, rules } = decision;
    const told: ToldDecision = {
      type: 'decision',
      at: this.#options.now().toISOString(),
      scene,
      to,
      rule,
      emotion,
      scores,
      viewers,
      why,
      rules: rules.map((outcome) => ({ to: outcome.to, taken: outcome.taken, why: outcome.why })),
    };
    this.#keep(this.#decisions, told, REMEMBERED.decisions);
  }

  fault({ code, part, detail }: Fault): void {
    const told: ToldFault = { type: 'fault', at: this.#options.now().toISOString(), code, part, detail };
    this.#keep(this.#faults, told, REMEMBERED.faults);
  }

  room(feed: RoomFeed): void {
    const nowMs = this.#options.nowMs();
    this.#room = { feed, atMs: nowMs };
    if (nowMs - this.#roomToldMs < ROOM_EVERY_MS) return;
    this.#roomToldMs = nowMs;
    this.#broadcast(feed);
  }

  /** The room is not read any more: an empty one takes the place of the last that was seen. */
  forgetRoom(): void {
    if (this.#room === null) return;
    this.#broadcast(emptied(this.#room.feed, this.#options.nowMs()));
    this.#room = null;
  }

  /** A camera frame: to pages on this machine that asked for it, a few a second. Nothing of it is kept. */
  frame(bytes: Uint8Array): void {
    const nowMs = this.#options.nowMs();
    if (this.#watching.size === 0 || nowMs - this.#frameSentMs < FRAME_EVERY_MS) return;
    this.#frameSentMs = nowMs;
    for (const link of this.#watching) link.sendFrame(bytes);
  }

  tellStatus(): void {
    if (this.#links.length > 0) this.#broadcast(this.#options.status());
  }

  tellStaging(): void {
    if (this.#links.length > 0) this.#broadcast(this.#options.staging());
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const link of [...this.#links]) link.close();
  }

  #sample(): void {
    const { nowMs, now, memoryMb, temperature, pictures } = this.#options;
    const { picturesPerSecond, picturesDropped } = pictures();
    if (this.#room !== null && nowMs() - this.#room.atMs >= STALE_MS) this.forgetRoom();
    const room = this.#room?.feed ?? null;
    const sample: Sample = {
      at: Math.round(now().getTime() / 1000),
      scores: room?.mood.scores ?? null,
      readingsPerSecond: room?.timings.readingsPerSecond ?? 0,
      captureToMoodMs: room?.timings.captureToMoodMs ?? null,
      readMs: room?.timings.readMs ?? null,
      picturesPerSecond,
      picturesDropped: picturesDropped - this.#dropped,
      memoryMb: Math.round(memoryMb()),
      temperature: temperature(),
    };
    this.#dropped = picturesDropped;
    this.#samples.push(sample);
    if (this.#samples.length > REMEMBERED.samples) this.#samples.shift();
    this.#broadcast({ type: 'samples', samples: [sample] });
  }

  #keep<T extends MainToConsole>(kept: T[], told: T, most: number): void {
    kept.push(told);
    if (kept.length > most) kept.shift();
    this.#broadcast(told);
  }

  #broadcast(message: MainToConsole): void {
    for (const link of this.#links) link.send(message);
  }
}

function emptied({ frame, timings }: RoomFeed, atMs: number): RoomFeed {
  const mood = { scores: null, dominant: null, why: 'nobody is read' };
  return { type: 'room', atMs, frame, viewers: [], mood, timings: { ...timings, readingsPerSecond: 0 } };
}
