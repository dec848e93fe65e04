import { z } from 'zod';
import { emotionWords } from '../protocol/emotions.ts';
import { seconds } from './schema-clip.ts';

export const emotionWord = z
  .enum(emotionWords() as readonly [string, ...string[]])
  .describe(
    'An emotion: anger, disgust, fear, happiness, sadness, surprise or calm (or another word for one: angry, happy, sad, neutral ...).',
  )
  .meta({ id: 'emotion' });

const moment = z
  .union([z.number().nonnegative().max(86_400), z.string().regex(/^(?:100|\d{1,2})(?:\.\d+)?%$/u)])
  .describe('A moment of the scene: seconds from its start (3), or a share of its length ("50%").')
  .meta({ id: 'moment' });

/** How a scene reads faces. On the film it holds everywhere; a section and a scene lay their own over it. */
export const reading = z
  .strictObject({
    from: moment
      .optional()
      .describe('When reading opens: seconds from the start of the scene, or "50%" of its length. 0 where left out.'),
    to: moment.optional().describe('When reading closes: seconds, or "90%". The end of the scene where left out.'),
    window: seconds
      .min(0.2)
      .max(600)
      .optional()
      .describe('How many seconds of readings count, back from the decision. 4 where left out.'),
    confidence: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Least score, 0 to 1, that an emotion needs to be dominant. 0.4 where left out.'),
    margin: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Least lead, 0 to 1, over the next emotion to be dominant. 0.1 where left out.'),
    audience: z
      .enum(['nearest', 'everyone', 'strongest'])
      .optional()
      .describe(
        "Whose mood counts: the nearest viewer's, everyone's weighted by the size of the face, or the one that shows most. Nearest where left out.",
      ),
    baseline: z
      .boolean()
      .optional()
      .describe(
        "Whether each viewer's resting face, learnt while the opening plays, is taken off the scores. True where left out.",
      ),
    emotions: z
      .array(emotionWord)
      .min(1)
      .max(7)
      .optional()
      .describe("The emotions that count here, out of the film's own. All of them where left out."),
    weights: z
      .partialRecord(emotionWord, z.number().min(0).max(100))
      .optional()
      .describe('A factor for an emotion: above 1 makes it easier to show, below 1 harder. 1 where left out.'),
  })
  .describe('How faces are read: when, over how long, how sure, whose, and which emotions.')
  .meta({ id: 'reading' });
export type ReadingData = z.infer<typeof reading>;
