import { z } from 'zod';
import type { Emotion, Scores } from './emotions.ts';
import { EMOTIONS, scoresFrom } from './emotions.ts';

const factor = z.number().min(0.01).max(100);

/** What `mien tune` learnt of a venue: corrections to what the networks say, no picture and nothing of a person. */
export const tuningSchema = z.strictObject({
  version: z.literal(1),
  /** The networks that it was learnt with, and how much each counts. It is refused with others. */
  networks: z
    .array(z.strictObject({ network: z.string().min(1), weight: z.number().min(0).max(1) }))
    .min(1)
    .refine((networks) => networks.some(({ weight }) => weight > 0), 'one network must count for more than 0'),
  /** Scores are taken to the power of 1 / temperature: over 1 is less sure of itself. */
  temperature: factor,
  /** Each score is multiplied by this afterwards: under 1 for what is named too often. */
  priors: z.strictObject({
    anger: factor,
    disgust: factor,
    fear: factor,
    happiness: factor,
    sadness: factor,
    surprise: factor,
    calm: factor,
  }),
});
export type Tuning = z.infer<typeof tuningSchema>;

/** A tuning's text, or in one sentence where it is wrong, why, and the mend. @param path for the sentence. */
export function parseTuning(text: string, path: string): Tuning | { readonly refused: string } {
  const mend = `write it anew with "mien tune <folder> --out ${path}"`;
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return { refused: `${path}: not JSON; ${mend}` };
  }
  const parsed = tuningSchema.safeParse(written);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'its top' : issue.path.map(String).join('.');
  return { refused: `${path} at ${place}: ${issue?.message ?? 'not understood'}; ${mend}` };
}

/** Scores with a venue's corrections; they sum to 1 again. */
export function correct(scores: Scores, { temperature, priors }: Tuning): Scores {
  return scoresFrom(EMOTIONS.map((emotion: Emotion) => priors[emotion] * scores[emotion] ** (1 / temperature)));
}
