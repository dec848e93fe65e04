import { z } from 'zod';
import { labelsSchema } from '../protocol/network-labels.ts';
import { WITHOUT } from '../protocol/console-messages.ts';
import { readingZoneSchema } from '../protocol/reading-zone.ts';
import { tuningSchema } from '../protocol/tuning.ts';
import { displayChoiceSchema } from './hosts/displays.ts';
import { parseHours, type OpeningHours } from './supervisor/opening-hours.ts';

/**
 * What a show is started with, once: parsed from the command line by `play`, and handed on as JSON where the show runs
 * in a process of its own (Electron).
 */
export const showOptionsSchema = z.strictObject({
  /** Folder of the film, absolute. */
  film: z.string().min(1),
  /** A rehearsal: ends after one session, in which no scene repeats its clip, but on a named trace. */
  once: z.boolean(),
  kiosk: z.boolean(),
  /** How a picture of another shape than the screen's is shown; as the film says where left out. */
  fit: z.enum(['cover', 'contain']).optional(),
  /** Subtitles' size and the share of the picture that words keep within; as the film says where left out. */
  textSize: z.number().min(0.5).max(3).optional(),
  safeArea: z.number().min(0.5).max(1).optional(),
  /** Words of the name of the device that the film sounds through; the system's own where left out. */
  speakers: z.string().min(1).max(200).optional(),
  /** Displays that the film fills; absent: whichever the system puts its window on. */
  displays: displayChoiceSchema.optional(),
  camera: z.discriminatedUnion('kind', [
    /** A device's name or id; null: whichever there is. With `elseTrace`, a recorded trace until there is one. */
    z.strictObject({ kind: z.literal('device'), device: z.string().nullable(), elseTrace: z.string().nullable() }),
    /** A recorded camera. The browser host is started with it; where there is no browser, main reads it itself. */
    z.strictObject({ kind: z.literal('file'), file: z.string() }),
    /** A recorded trace of moods in place of camera and recogniser, once or over and over. */
    z.strictObject({ kind: z.literal('trace'), trace: z.string(), repeats: z.boolean() }),
    /** Nobody is ever seen. */
    z.strictObject({ kind: z.literal('none') }),
  ]),
  recogniser: z.string().min(1),
  modelsFolder: z.string().min(1),
  /** See `labelsSchema`. */
  labels: labelsSchema.optional(),
  /** What the venue learnt with `mien tune`. */
  tuning: tuningSchema.optional(),
  /** Largest share of the whole machine that reading faces may take; all that the film leaves where left out. */
  budget: z.number().positive().max(1).optional(),
  pagesFolder: z.string().min(1),
  /** Folders for the journal and for the state that a restart takes up; null: nothing is kept. */
  journalFolder: z.string().min(1).nullable(),
  stateFolder: z.string().min(1).nullable(),
  /** Where faces are read; null: in the whole frame. */
  zone: readingZoneSchema.nullable(),
  /** Opening hours in the words of `parseHours`; null: always open. */
  hours: z.string().nullable(),
  /** The operator's PIN at the stage; null: there is no way in. */
  pin: z.string().nullable(),
  /** The operator's page: its port (0: any free one), and whether the venue's network may reach it. Absent: none. */
  console: z.strictObject({ port: z.number().int().min(0).max(65_535), isNetwork: z.boolean() }).optional(),
  /** Where the operator's settings and staged films are kept; absent: they last as long as the show. */
  keepFolder: z.string().min(1).optional(),
  /** No session begins: the last step of a show that keeps failing. */
  openingOnly: z.boolean(),
  /** What its supervisor has it do without, for the operator; absent: nothing. */
  without: z.enum(WITHOUT).optional(),
  seed: z.number().int().nonnegative(),
});
export type ShowOptions = z.infer<typeof showOptionsSchema>;

/** The opening hours that a show is started with; null: always open. */
export function hoursOf({ hours }: ShowOptions): OpeningHours | null {
  const parsed = hours === null ? null : parseHours(hours);
  return parsed?.ok === true ? parsed.hours : null;
}

/**
 * Frames that the stage sends to be read, at most: fewer where the film needs the machine (reading-pace.ts). At four metres
 * a face has 44 pixels of them; in 640x480 it had 22, and was read as another emotion once in five (docs/recognition.md).
 */
export const FRAME = { width: 1280, height: 720, framesPerSecond: 15 } as const;
