import { z } from 'zod';
import { TIME_PATTERN } from './times.ts';

/** Small shapes that clips, scenes and the film share. Every field is described: the JSON schema and the reference page are made of these words. */

export const time = z
  .union([z.number().nonnegative(), z.string().regex(new RegExp(TIME_PATTERN, 'u'))])
  .describe(
    'A time: seconds as a number (12.5), "mm:ss.SSS", "hh:mm:ss.SSS", or a frame as "1500f" at the stated rate or "1500f@25".',
  )
  .meta({ id: 'time' });

export const seconds = z.number().nonnegative().max(86_400).describe('A length of time in seconds.');

export const name = z.string().min(1).max(200);

export const colour = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/u)
  .describe('A colour as "#rrggbb".');

export const filePath = z.string().min(1).max(1000).describe("A file below the film's folder, with forward slashes.");

export const subtitles = z
  .record(z.string().min(1).max(40), filePath)
  .describe(
    'Subtitles by language ("en", "de"), WebVTT files. Their times are those of the media file, as in any player.',
  )
  .meta({ id: 'subtitles' });

export const audio = z
  .record(z.string().min(1).max(40), filePath)
  .describe(
    'Further sound tracks by name ("de", "description"): a file whose sound replaces the clip\'s own where that track is chosen. Times as in the media file.',
  )
  .meta({ id: 'audio' });

export const transition = z
  .union([
    z.literal('cut').describe('A hard cut.'),
    z
      .strictObject({
        crossfade: z.number().positive().max(10).describe('Seconds in which the next clip fades in over the last.'),
      })
      .describe('A crossfade.'),
    z
      .strictObject({
        dip: z.number().positive().max(10).describe('Seconds of the whole dip, half down and half up.'),
        colour: colour.default('#000000').describe('The colour to dip to, "#rrggbb"; black where left out.'),
      })
      .describe('A dip to a colour.'),
  ])
  .describe(
    'How one clip gives way to the next: "cut", { "crossfade": seconds } or { "dip": seconds, "colour": "#rrggbb" }.',
  )
  .meta({ id: 'transition' });
export type TransitionData = z.infer<typeof transition>;

export const standIn = z
  .strictObject({
    title: z.string().min(1).max(200).describe('What the card says.'),
    colour: colour.default('#303848').describe('The colour of the card, "#rrggbb".'),
    seconds: z.number().positive().max(3600).describe('How long the card stays, in seconds.'),
  })
  .describe('A card in place of a clip that is not shot yet: the film can be played and simulated with it.')
  .meta({ id: 'standIn' });

export const card = z
  .strictObject({
    text: z
      .union([z.string().min(1).max(500), z.record(z.string().min(2).max(40), z.string().min(1).max(500))])
      .describe(
        'What the card says, "\\n" for a new line: a text, or one for each language, of which the one of the subtitles is shown, else the first.',
      ),
    colour: colour.default('#000000').describe('The colour of the card, "#rrggbb"; black where left out.'),
    ink: colour.default('#f2f0ea').describe('The colour of its words, "#rrggbb"; nearly white where left out.'),
    seconds: z.number().positive().max(3600).describe('How long the card stays, in seconds.'),
  })
  .describe('A title card: words alone, in the typeface that ships with Mien.')
  .meta({ id: 'card' });

export const clip = z
  .strictObject({
    file: filePath.optional().describe("The media file, below the film's folder."),
    in: time.optional().describe('Where the clip begins in the file; its beginning where left out.'),
    out: time
      .optional()
      .describe('Where the clip ends in the file (the first moment not shown); its end where left out.'),
    rate: z
      .number()
      .positive()
      .max(1000)
      .optional()
      .describe('Frames a second, for times of this clip that count frames.'),
    card: card.optional(),
    standIn: standIn.optional(),
    markers: z
      .record(name, time)
      .optional()
      .describe("Named times at which the clip may be cut into, counted from the clip's beginning (its `in` point)."),
    subtitles: subtitles.optional(),
    audio: audio.optional(),
    gain: z
      .number()
      .min(-60)
      .max(20)
      .optional()
      .describe(
        'How much louder (+) or quieter (-) this clip is played, in decibels. Left out, a clip that `check` has measured and that stands out by more than 3 dB is evened out; else 0.',
      ),
  })
  .describe('A media file, a range of one, a title card, or a stand-in for a clip that is not shot yet.')
  .meta({ id: 'clip' });
export type ClipData = z.infer<typeof clip>;
