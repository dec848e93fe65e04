import { z } from 'zod';
import { ratesSchema } from './rates.ts';
import { visitTraceSchema } from './visit-trace.ts';

/**
 * Every message between main and a stage page, one union a direction. Both ends parse what they get with these
 * schemas (see parse-message.ts); nothing else travels on a link but camera frames (see frame-codec.ts).
 */

const ms = z.number().nonnegative();
/** As base64. A busy picture of 960 by 540 is some 200 KB. */
const LONGEST_STILL = 600_000;

/** How one clip gives way to the next. */
export const transitionSchema = z.discriminatedUnion('kind', [
  /** `soundSeconds`: the picture cuts, the sound fades over for so long. */
  z.strictObject({ kind: z.literal('cut'), soundSeconds: z.number().positive().max(10).optional() }),
  z.strictObject({ kind: z.literal('crossfade'), seconds: z.number().positive().max(10) }),
  z.strictObject({ kind: z.literal('dip'), seconds: z.number().positive().max(10), colour: z.string() }),
]);
export type Transition = z.infer<typeof transitionSchema>;

/** Something the stage can show: a media file or a range of one, or a stand-in card for a clip that is not shot yet. */
export const stageClipSchema = z.strictObject({
  /** Unique in the film; the same for the same file and range. */
  clipId: z.string().min(1),
  /** Path below the film's folder as the page asks for it (`/film/...`), or null for a stand-in. */
  url: z.string().nullable(),
  /** Range in the file, milliseconds, [in, out). `outMs` null: to the file's end. */
  inMs: ms,
  outMs: ms.nullable(),
  /** What a stand-in or a title card (`card`) shows, and for how long. */
  standIn: z
    .strictObject({
      title: z.string(),
      colour: z.string(),
      durationMs: ms,
      /** Words of a title card, one for each language (null: for all), and their colour. */
      card: z
        .strictObject({
          ink: z.string(),
          texts: z.array(z.strictObject({ language: z.string().nullable(), text: z.string() })).readonly(),
        })
        .nullish(),
    })
    .nullable(),
  /** Gain in dB that the film asks for, whichever track is heard. */
  gainDb: z.number(),
  /** Gain in dB, beside that, which evens out the loudness of the clip's own sound; absent: none. */
  evenedDb: z.number().optional(),
  subtitles: z.array(z.strictObject({ language: z.string(), url: z.string() })),
  /** Further sound tracks by name ("de", "description"), each in place of the clip's own; times as in the clip's file. */
  audio: z.array(z.strictObject({ name: z.string(), url: z.string() })).optional(),
});
export type StageClip = z.infer<typeof stageClipSchema>;

/** Play this; get these ready. */
export const cueSchema = z.strictObject({
  type: z.literal('cue'),
  /** Counts up within one run of the show; every fact names the cue it is about. */
  cueId: z.number().int().nonnegative(),
  /** The scene's name: for screen readers, tests and the log; never shown to visitors. */
  scene: z.string(),
  clip: stageClipSchema,
  /** How often the clip plays: a count, or null to loop without a seam until the next cue. */
  repeat: z.number().int().positive().nullable(),
  /** Stay on the last frame when the last repeat is over (else the next cue is expected before it). */
  hold: z.boolean(),
  /** When to change over: at once, when the present clip's last repeat ends, or when it reaches a position (a marker). */
  when: z.union([z.literal('now'), z.literal('end'), z.strictObject({ positionMs: ms })]),
  transition: transitionSchema,
  /** The stage reports `clipEnding` when this much is left of the last repeat (of each repeat when looping). */
  leadMs: ms,
  /** Candidates of the coming choice, most likely first. */
  prepare: z.array(stageClipSchema),
  /** What the scene draws of the visit over its clip; it is drawn as long as the scene is on, and kept nowhere. */
  trace: visitTraceSchema.optional(),
});
export type Cue = z.infer<typeof cueSchema>;

export const mainToStageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('welcome'),
    /** Title of the film, for the page's title. */
    title: z.string(),
    language: z.string(),
    fit: z.enum(['contain', 'cover']),
    /** Subtitles' size as a multiple of the usual, and the share of the picture that words keep within; 1 and 0.9. */
    textSize: z.number().min(0.5).max(3).optional(),
    safeArea: z.number().min(0.5).max(1).optional(),
    /** Words of the name of the device that the film sounds through; absent: the system's own. */
    speakers: z.string().min(1).max(200).optional(),
    /** What the film shows and plays where the page's address does not say else; null: none, and each clip's own. */
    subtitles: z.string().nullish(),
    soundTrack: z.string().nullish(),
    /** Whether this page shall open a camera, and which; null: do not. */
    camera: z
      .strictObject({
        device: z.string().nullable(),
        width: z.number(),
        height: z.number(),
        framesPerSecond: z.number(),
      })
      .nullable(),
    /** Whether the page takes away every key and gesture but the start button's and the operator's. */
    kiosk: z.boolean().optional(),
  }),
  cueSchema,
  /** More candidates to get ready for the playing scene, or again after a failure. */
  z.strictObject({ type: z.literal('prepare'), clips: z.array(stageClipSchema) }),
  /** How many camera frames a second main wants now; 0 pauses. */
  z.strictObject({ type: z.literal('framesPerSecond'), value: z.number().min(0).max(60) }),
  /** The camera's picture is frozen or black: it shall be closed and opened anew. */
  z.strictObject({ type: z.literal('reopenCamera') }),
  /** The whole screen black and silent, whatever plays beneath; faded over `fadeMs`. */
  z.strictObject({ type: z.literal('blackout'), on: z.boolean(), fadeMs: ms }),
  /** Words for visitors on the picture (the notice that a camera reads), and the sign that it does so now. */
  z.strictObject({
    type: z.literal('privacy'),
    notice: z.array(z.string().max(1000)).max(8),
    sign: z.string().max(200),
  }),
  /** Words for the operator on the picture, after the right PIN; an empty list takes them away. */
  z.strictObject({ type: z.literal('card'), lines: z.array(z.string().max(200)).max(12) }),
  /** Subtitles and sound track that the operator has chosen; null: no subtitles, the clip's own sound; absent: no choice. */
  z.strictObject({ type: z.literal('language'), subtitles: z.string().nullish(), soundTrack: z.string().nullish() }),
  /** The picture that lies beneath every clip, for a page that stands by; null: none, the house is dark. */
  z.strictObject({ type: z.literal('still'), url: z.string().max(100).nullable() }),
  /** Master volume 0..1, reached over `fadeMs`. */
  z.strictObject({ type: z.literal('volume'), value: z.number().min(0).max(1), fadeMs: ms }),
]);
export type MainToStage = z.infer<typeof mainToStageSchema>;

const cueId = z.number().int().nonnegative();

export const stageToMainSchema = z.discriminatedUnion('type', [
  /** First message of a page. `stageNowMs` is its `performance.now()`, so that main can map capture times to its clock. */
  z.strictObject({
    type: z.literal('hello'),
    stageNowMs: z.number(),
    visible: z.boolean(),
    /** It stands by behind the stage until main gives it a cue. */
    standsBy: z.boolean().optional(),
  }),
  /** The cue's first frame is on the screen. */
  z.strictObject({ type: z.literal('clipStarted'), cueId, stageNowMs: z.number(), gapMs: z.number().nullable() }),
  /** `leadMs` or less is left: time to decide. Comes once a cue (once a round when looping). */
  z.strictObject({ type: z.literal('clipEnding'), cueId, remainingMs: ms }),
  /** The last repeat is over and no later cue has taken its place. */
  z.strictObject({ type: z.literal('clipEnded'), cueId }),
  /** A clip cannot be played (now); for a candidate `cueId` is null. The stage keeps a picture up meanwhile. */
  z.strictObject({ type: z.literal('clipFailed'), cueId: cueId.nullable(), clipId: z.string(), reason: z.string() }),
  /** A clip is on without the sound that it should have; its picture goes on. */
  z.strictObject({ type: z.literal('soundLost'), clipId: z.string(), reason: z.string() }),
  /** The loudspeakers that were chosen, and why the film does not sound there; null: it does. Told again at each welcome. */
  z.strictObject({
    type: z.literal('speakers'),
    wished: z.string().max(200),
    missing: z.string().max(300).nullable(),
  }),
  /** Where the playing clip is, a few times a second; mid-scene rules and stall watching use it. */
  z.strictObject({
    type: z.literal('position'),
    cueId,
    positionMs: ms,
    stageNowMs: z.number(),
    /** Pictures of the film that came to the screen since this was last told (once a second), and those that were dropped. */
    pictures: z
      .strictObject({ perSecond: ms, dropped: z.number().int().nonnegative(), rates: ratesSchema.nullable() })
      .optional(),
    /** For so many seconds clips have run without any of their pictures coming to the screen; absent: for none. */
    undrawnSeconds: z.number().int().positive().optional(),
  }),
  /** A picture of a clip, drawn by the page that shows it: a JPEG file as base64. Never a picture of the camera. */
  z.strictObject({
    type: z.literal('still'),
    clipId: z.string().min(1).max(300),
    picture: z.string().max(LONGEST_STILL),
  }),
  z.strictObject({ type: z.literal('startPressed') }),
  /** Start, or go on, without being read. */
  z.strictObject({ type: z.literal('unreadPressed') }),
  /** A member of the staff pauses the reading, or takes it up again. */
  z.strictObject({ type: z.literal('pausePressed') }),
  /** The operator's chord and the digits after it. */
  z.strictObject({ type: z.literal('operatorPin'), pin: z.string().regex(/^\d{1,12}$/) }),
  /** A key while the operator's card is shown. */
  z.strictObject({ type: z.literal('operatorKey'), key: z.enum(['end', 'pause', 'blackout', 'console']) }),
  /** Cameras of this machine by label, for the operator to choose from. */
  z.strictObject({ type: z.literal('cameras'), labels: z.array(z.string().max(300)).max(32) }),
  z.strictObject({
    type: z.literal('camera'),
    state: z.enum(['live', 'none', 'denied', 'lost']),
    label: z.string(),
    detail: z.string(),
    /** The camera that was wished for and is not there: this one does its work until it comes. */
    insteadOf: z.string().optional(),
  }),
]);
export type StageToMain = z.infer<typeof stageToMainSchema>;
