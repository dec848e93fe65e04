import { z } from 'zod';

const words = z
  .union([z.string().min(1).max(500), z.record(z.string().min(2).max(40), z.string().min(1).max(500))])
  .describe('A text, or one for each language: all of them are shown, in the order written.');

/** What visitors are told of the camera, and whether they have to agree first. */
export const privacy = z
  .strictObject({
    notice: words
      .optional()
      .describe(
        'What stands on the opening, before anything is read: a text, or one for each language. English where left out.',
      ),
    consent: z
      .enum(['notice', 'button'])
      .optional()
      .describe(
        '"notice": whoever comes near is read, the notice says so. "button": the camera stays off until the start button is pressed. "notice" where left out.',
      ),
    sign: words
      .optional()
      .describe(
        'The sign on the picture while the camera is in use: a text, or one for each language. English where left out.',
      ),
    paused: words
      .optional()
      .describe(
        'What stands on the picture while the staff have paused the reading: a text, or one for each language. English where left out.',
      ),
  })
  .describe('What visitors are told of the camera, and whether they have to agree first.')
  .meta({ id: 'privacy' });
export type PrivacyData = z.infer<typeof privacy>;
