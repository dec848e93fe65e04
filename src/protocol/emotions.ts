/** The seven emotions, EmoPy's names, in the order that every score vector in Mien uses. */
export const EMOTIONS = ['anger', 'disgust', 'fear', 'happiness', 'sadness', 'surprise', 'calm'] as const;

export type Emotion = (typeof EMOTIONS)[number];

/** One number an emotion, each 0..1; the seven sum to 1. */
export type Scores = Readonly<Record<Emotion, number>>;

/** Other words for the emotions, understood on input only: film files, folder names, label maps of networks. */
const ALIASES: Readonly<Record<string, Emotion>> = {
  angry: 'anger',
  disgusted: 'disgust',
  fearful: 'fear',
  afraid: 'fear',
  scared: 'fear',
  happy: 'happiness',
  joy: 'happiness',
  sad: 'sadness',
  surprised: 'surprise',
  neutral: 'calm',
};

export function isEmotion(word: string): word is Emotion {
  return (EMOTIONS as readonly string[]).includes(word);
}

/** The emotion that a word from outside means, in any case, or undefined. Never used on what Mien itself writes. */
export function emotionFromWord(word: string): Emotion | undefined {
  const lower = word.trim().toLowerCase();
  if (isEmotion(lower)) return lower;
  return Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined;
}

/** Every word that `emotionFromWord` understands, for hints and schemas. */
export function emotionWords(): readonly string[] {
  return [...EMOTIONS, ...Object.keys(ALIASES)];
}

/** Scores from seven numbers in the order of `EMOTIONS`, made to sum to 1. All equal where nothing is positive. */
export function scoresFrom(values: ArrayLike<number>): Scores {
  const clean = EMOTIONS.map((_, index) => {
    const value = values[index] ?? 0;
    return Number.isFinite(value) && value > 0 ? value : 0;
  });
  // Divided by the largest first, so that the sum of huge numbers stays finite.
  const largest = Math.max(...clean);
  const sum = clean.reduce((total, value) => total + value / largest, 0);
  const even = 1 / EMOTIONS.length;
  const share = (index: number): number => (largest > 0 ? (clean[index] ?? 0) / largest / sum : even);
  return {
    anger: share(0),
    disgust: share(1),
    fear: share(2),
    happiness: share(3),
    sadness: share(4),
    surprise: share(5),
    calm: share(6),
  };
}
