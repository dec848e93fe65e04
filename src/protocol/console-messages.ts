import { z } from 'zod';
import { EMOTIONS } from './emotions.ts';
import { ratesSchema } from './rates.ts';
import { readingZoneSchema } from './reading-zone.ts';
import { roomFeedSchema } from './room-feed.ts';

/**
 * Every message between main and the operator's page, one union a direction; both ends parse what they get. Numbers and
 * words only: camera pictures travel beside these as encoded frames, and only to a console on the stage's own machine.
 */

/** What a console remembers, newest last or first: main keeps it for one that comes later, the page shows it. */
export const REMEMBERED = {
  decisions: 50,
  faults: 20,
  /** Ten minutes, a sample a second. */
  samples: 600,
} as const;

/** What a show that kept failing plays without, one more a step of its supervisor (fall-back.ts); `visits`: only the opening plays. */
export const WITHOUT = ['nothing', 'recogniser', 'camera', 'visits'] as const;
export type Without = (typeof WITHOUT)[number];

const name = z.string().max(300);
const ms = z.number().nonnegative();
const share = z.number().min(0).max(1);
const emotion = z.enum(EMOTIONS);
const scores = z.partialRecord(emotion, share).nullable();
const point = z.tuple([z.number(), z.number()]).readonly();

/** The film's map: scenes where ELK has put them, and the ways between them. */
const filmMapSchema = z.strictObject({
  type: z.literal('film'),
  title: z.string(),
  emotions: z.array(emotion).readonly(),
  width: z.number(),
  height: z.number(),
  nodes: z
    .array(
      z.strictObject({
        name: z.string(),
        title: z.string(),
        kind: z.enum(['opening', 'scene', 'ending', 'credits']),
        seconds: z.number(),
        at: point,
      }),
    )
    .readonly(),
  edges: z
    .array(
      z.strictObject({
        from: z.string(),
        to: z.string(),
        emotion: emotion.nullable(),
        label: z.string(),
        points: z.array(point).readonly(),
      }),
    )
    .readonly(),
  /** Languages of the subtitles, and names of the further sound tracks, that any scene has. */
  subtitles: z.array(z.string()).readonly(),
  soundTracks: z.array(z.string()).readonly(),
});
export type FilmMap = z.infer<typeof filmMapSchema>;

const statusSchema = z.strictObject({
  type: z.literal('status'),
  scene: z.string(),
  /** Since the scene was shown, and the length of one play of its clip. */
  sceneMs: ms,
  clipMs: ms,
  isInSession: z.boolean(),
  /** Since the session began; 0 outside one. */
  sessionMs: ms,
  sessions: z.number().int().nonnegative(),
  /** Whether a page keeps the time; else the film runs without a picture. */
  hasPage: z.boolean(),
  isPaused: z.boolean(),
  isClosed: z.boolean(),
  /** Stopped by the operator, not by the opening hours. */
  isStopped: z.boolean(),
  isDark: z.boolean(),
  without: z.enum(WITHOUT),
  isHeld: z.boolean(),
  forced: emotion.nullable(),
  volume: share,
  /** Chosen subtitles and sound track; null: none, and the clip's own. */
  subtitles: z.string().nullable(),
  soundTrack: z.string().nullable(),
  camera: z.strictObject({
    state: z.enum(['live', 'none', 'denied', 'lost', 'frozen', 'black', 'off']),
    label: z.string(),
    wanted: z.string().nullable(),
    /** The one that was chosen and is not there, while another is open. */
    insteadOf: z.string().nullable(),
    /** Cameras that the stage's machine has, by label. */
    all: z.array(z.string()).readonly(),
  }),
  recogniser: z.strictObject({ wanted: z.string(), all: z.array(z.string()).readonly() }),
  zone: readingZoneSchema.nullable(),
  /** Pictures a second; null until known. */
  rates: ratesSchema.nullable(),
  uptimeSeconds: z.number().nonnegative(),
});
export type ShowNow = z.infer<typeof statusSchema>;

/** One point of the charts, a second. */
const sampleSchema = z.strictObject({
  /** Time of day, seconds since 1970. */
  at: z.number(),
  scores,
  readingsPerSecond: ms,
  captureToMoodMs: ms.nullable(),
  readMs: ms.nullable(),
  /** Pictures of the film that came to the screen, null while none runs; and those that were too late for it. */
  picturesPerSecond: ms.nullable(),
  picturesDropped: ms,
  memoryMb: ms,
  /** Of the machine, Celsius; null where the system does not tell. */
  temperature: z.number().nullable(),
});
export type Sample = z.infer<typeof sampleSchema>;

const decisionSchema = z.strictObject({
  type: z.literal('decision'),
  /** ISO 8601. */
  at: z.string(),
  scene: z.string(),
  to: z.string(),
  rule: z.string(),
  emotion: emotion.nullable(),
  scores,
  viewers: z.number(),
  why: z.string(),
  rules: z.array(z.strictObject({ to: z.string(), taken: z.boolean(), why: z.string() })).readonly(),
});
export type ToldDecision = z.infer<typeof decisionSchema>;

const faultSchema = z.strictObject({
  type: z.literal('fault'),
  at: z.string(),
  code: z.string(),
  part: z.string(),
  detail: z.string(),
});
export type ToldFault = z.infer<typeof faultSchema>;

/** The way of another version of the film to the stage. */
const stagingSchema = z.strictObject({
  type: z.literal('staging'),
  /** Folders that can be chosen, by the name under which they are chosen. */
  films: z.array(z.string()).readonly(),
  /** What plays, and what a rollback would bring back. */
  playing: z.string(),
  before: z.string().nullable(),
  step: z.enum(['none', 'copying', 'checking', 'rehearsing', 'waiting', 'refused']),
  coming: z.string().nullable(),
  /** What the check and the rehearsal said. */
  lines: z.array(z.string()).readonly(),
});
export type Staging = z.infer<typeof stagingSchema>;

export const mainToConsoleSchema = z.discriminatedUnion('type', [
  filmMapSchema,
  statusSchema,
  roomFeedSchema,
  decisionSchema,
  faultSchema,
  stagingSchema,
  z.strictObject({ type: z.literal('samples'), samples: z.array(sampleSchema).readonly() }),
  /** Whether this console may see the camera's picture: it is on the stage's own machine. */
  z.strictObject({ type: z.literal('place'), isLocal: z.boolean() }),
  /** A fresh code for one other device, and where it finds the console; no address where the network is shut out. */
  z.strictObject({ type: z.literal('pairing'), code: z.string(), addresses: z.array(z.string()).readonly() }),
  /** What became of a command; `why` says why it was not obeyed. */
  z.strictObject({ type: z.literal('answer'), id: z.number().int(), done: z.boolean(), why: z.string() }),
]);
export type MainToConsole = z.infer<typeof mainToConsoleSchema>;

export const commandSchema = z.discriminatedUnion('do', [
  /** Opens again after a stop; else begins a session. Unlike the start button it agrees to no reading. */
  z.strictObject({ do: z.literal('start') }),
  /** Dark screen, camera off, no session, until `start`. */
  z.strictObject({ do: z.literal('stop') }),
  z.strictObject({ do: z.literal('skip') }),
  z.strictObject({ do: z.literal('reset') }),
  /** The scene goes on for as long as it is held. */
  z.strictObject({ do: z.literal('hold'), on: z.boolean() }),
  z.strictObject({ do: z.literal('go'), scene: name }),
  /** In place of what the camera reads; null: the camera again. */
  z.strictObject({ do: z.literal('force'), emotion: emotion.nullable() }),
  z.strictObject({ do: z.literal('volume'), value: share }),
  z.strictObject({ do: z.literal('subtitles'), language: name.nullable() }),
  z.strictObject({ do: z.literal('soundTrack'), track: name.nullable() }),
  z.strictObject({ do: z.literal('blackout'), on: z.boolean() }),
  z.strictObject({ do: z.literal('pause'), on: z.boolean() }),
  z.strictObject({ do: z.literal('camera'), label: name.nullable() }),
  z.strictObject({ do: z.literal('recogniser'), name }),
  z.strictObject({ do: z.literal('zone'), zone: readingZoneSchema.nullable() }),
  z.strictObject({ do: z.literal('film'), name }),
  z.strictObject({ do: z.literal('rollBack') }),
]);
export type Command = z.infer<typeof commandSchema>;

export const consoleToMainSchema = z.discriminatedUnion('type', [
  /** `id` comes back with the answer. */
  z.strictObject({ type: z.literal('command'), id: z.number().int().nonnegative(), command: commandSchema }),
  /** A code for another device is wanted; only a page on the stage's own machine gets one. */
  z.strictObject({ type: z.literal('pair') }),
  /** Whether the camera's picture is wanted. */
  z.strictObject({ type: z.literal('watch'), on: z.boolean() }),
  /** Somebody uses this page: one that lies over the film stays for as long as that goes on. */
  z.strictObject({ type: z.literal('touched') }),
]);
export type ConsoleToMain = z.infer<typeof consoleToMainSchema>;

/** What a page sends to be let in: the code that the stage's machine shows, or the ticket in the address. */
export const pairRequestSchema = z.strictObject({ secret: z.string().min(1).max(100) });
