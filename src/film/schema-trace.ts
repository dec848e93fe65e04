import { z } from 'zod';
import { colour, seconds } from './schema-clip.ts';
import { emotionWord } from './schema-reading.ts';

/** What a scene shows its visitor of the visit, drawn over its clip. */
export const trace = z
  .strictObject({
    colours: z
      .partialRecord(emotionWord, colour)
      .optional()
      .describe(
        'The colour of each emotion, "#rrggbb": its share of the mood is a wave in it. A usual one where left out.',
      ),
    words: z
      .partialRecord(emotionWord, z.string().min(1).max(60))
      .optional()
      .describe('What each emotion is called where it decided. Its English name where left out.'),
    ink: colour
      .optional()
      .describe('The colour of the path and of the words, "#rrggbb". "#e8ecf2", nearly white, where left out.'),
    titles: z
      .boolean()
      .optional()
      .describe('Whether the titles of the scenes stand beside the path. True where left out.'),
    top: z
      .number()
      .min(0)
      .max(0.9)
      .optional()
      .describe('Where it begins, as a share of the height of the screen, from its top. 0.2 where left out.'),
    height: z
      .number()
      .min(0.1)
      .max(1)
      .optional()
      .describe('How high it is, as a share of the height of the screen. 0.6 where left out.'),
    start: seconds
      .max(3600)
      .optional()
      .describe('How many seconds after the beginning of the scene it begins to be drawn. 1 where left out.'),
    seconds: seconds.min(0.5).max(600).optional().describe('How many seconds it takes to be drawn. 8 where left out.'),
  })
  .describe(
    'The path that the visitor took, with the ways that were open, and the mood over time, drawn live over the clip; {} is enough. It is made in memory, for this one showing, and gone with the session.',
  )
  .meta({ id: 'trace' });
export type TraceData = z.infer<typeof trace>;
