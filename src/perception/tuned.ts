import { correct, type Tuning } from '../protocol/tuning.ts';
import type { Recogniser } from './recogniser.ts';

/** A recogniser whose scores are corrected by what `mien tune` learnt. */
export function tuned(recogniser: Recogniser, tuning: Tuning): Recogniser {
  return {
    name: recogniser.name,
    detail: `${recogniser.detail}, tuned`,
    read: async (frame, options) => {
      const reading = await recogniser.read(frame, options);
      const faces = reading.faces.map((face) => ({
        ...face,
        scores: face.scores === null ? null : correct(face.scores, tuning),
      }));
      return { ...reading, faces };
    },
    close: () => recogniser.close(),
  };
}
