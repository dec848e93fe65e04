import { EMOTIONS, emotionFromWord, isEmotion, type Emotion } from '../protocol/emotions.ts';

/**
 * How simulated visitors are. A visitor is in one mood at a time, drawn by the weights, for a while that can end at any
 * moment; the face shows it more or less, and every reading adds its noise. Nothing here was measured on people: the
 * numbers are there to be turned.
 */
export interface Temperament {
  /** How likely each mood is against the others. An emotion that is not named never comes. */
  readonly weights: Readonly<Partial<Record<Emotion, number>>>;
  /** How much of a face shows its mood, 0..1; each visitor has up to a third more or less. The rest is calm. */
  readonly strength: number;
  /** Mean time that a mood lasts, seconds. */
  readonly steady: number;
  /** Deviation of each score's logarithm from reading to reading; 0: none. */
  readonly noise: number;
  /** Walk-aways a minute; 0: everybody stays to the end. */
  readonly leaving: number;
  /** Readings a second that the simulated camera gives. */
  readonly rate: number;
}

/** Moods that last some scenes, faces that are read right more often than not. */
const USUAL = { strength: 0.7, steady: 12, noise: 0.4, leaving: 0, rate: 1 } as const;

const LIMITS: Readonly<Record<keyof typeof USUAL, readonly [number, number]>> = {
  strength: [0, 1],
  steady: [0.1, 3600],
  noise: [0, 3],
  leaving: [0, 60],
  rate: [1, 20],
};

/** The film's own emotions, each as likely as the next. */
export function usualTemperament(emotions: readonly Emotion[]): Temperament {
  return { ...USUAL, weights: Object.fromEntries(emotions.map((emotion) => [emotion, 1])) };
}

/**
 * A temperament as written on the command line: `anger=2,calm=1,steady=20,noise=0.3`. Naming any emotion replaces the
 * usual weights by those named.
 */
export function parseTemperament(text: string, usual: Temperament): Temperament | { readonly fault: string } {
  const weights: Partial<Record<Emotion, number>> = {};
  const numbers: Partial<Record<keyof typeof USUAL, number>> = {};
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const [word = '', figure = ''] = part.split('=').map((one) => one.trim());
    const value = Number(figure);
    if (figure === '' || !Number.isFinite(value)) return { fault: `"${part}" is not of the form word=number` };
    const emotion = emotionFromWord(word);
    if (emotion !== undefined) {
      if (value < 0) return { fault: `the weight of ${emotion} is below 0` };
      weights[emotion] = value;
    } else if (isSetting(word)) {
      const [least, most] = LIMITS[word];
      if (value < least || value > most) return { fault: `${word} is ${value}; it goes from ${least} to ${most}` };
      numbers[word] = value;
    } else {
      const known = [...EMOTIONS, ...Object.keys(USUAL)].join(', ');
      return { fault: `"${word}" is not known; a temperament is made of ${known}` };
    }
  }
  const named = Object.keys(weights).some((word) => isEmotion(word));
  if (named && Object.values(weights).every((weight) => weight === 0)) return { fault: 'all weights are 0' };
  return { ...usual, ...numbers, ...(named ? { weights } : {}) };
}

function isSetting(word: string): word is keyof typeof USUAL {
  return Object.hasOwn(USUAL, word);
}
