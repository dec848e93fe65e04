/**
 * Loudness as ITU-R BS.1770-4 defines it (EBU R 128's measure), of any range of a file whose sound was measured once.
 */

/**
 * How loud each 100 ms of a file's sound is, from the file's beginning: LUFS after the K weighting, all channels
 * together, `SILENT` where there is nothing to hear. To a tenth, so that hours of it can be kept as JSON.
 */
export type SoundLevels = readonly number[];

/** Length of one level. */
export const LEVEL_MS = 100;
/** Stands for no sound at all. */
export const SILENT = -120;

/** BS.1770: so that a sine of 997 Hz at 0 dBFS in one channel is -3.01 LUFS. */
const OFFSET_DB = -0.691;
/** Gating blocks are 400 ms that overlap by three quarters ... */
const LEVELS_A_BLOCK = 4;
/** ... those below this do not count ... */
const ABSOLUTE_GATE = -70;
/** ... and then those that are so much below the mean of the rest. */
const RELATIVE_GATE = -10;

/** The loudness of a mean square (of one channel, or the weighted sum of several), LUFS. */
export function loudnessOfPower(power: number): number {
  return power > 0 ? Math.max(SILENT, OFFSET_DB + 10 * Math.log10(power)) : SILENT;
}

/**
 * Integrated loudness of a range of the sound, LUFS, gated; null where nothing of it can be heard. A range shorter than
 * a gating block is measured as one block.
 * @param toMs end of the range; null: to the end of the sound.
 */
export function integratedLoudness(levels: SoundLevels, fromMs: number, toMs: number | null): number | null {
  const first = Math.max(0, Math.floor(fromMs / LEVEL_MS));
  const end = Math.min(levels.length, toMs === null ? levels.length : Math.ceil(toMs / LEVEL_MS));
  const powers = levels.slice(first, end).map((level) => (level <= SILENT ? 0 : powerOf(level)));
  const blocks = blocksOf(powers);
  const loud = blocks.filter((power) => loudnessOfPower(power) > ABSOLUTE_GATE);
  if (loud.length === 0) return null;
  const gate = loudnessOfPower(mean(loud)) + RELATIVE_GATE;
  return loudnessOfPower(mean(loud.filter((power) => loudnessOfPower(power) > gate)));
}

function blocksOf(powers: readonly number[]): readonly number[] {
  if (powers.length === 0) return [];
  if (powers.length <= LEVELS_A_BLOCK) return [mean(powers)];
  return powers.slice(LEVELS_A_BLOCK - 1).map((_, index) => mean(powers.slice(index, index + LEVELS_A_BLOCK)));
}

function powerOf(level: number): number {
  return 10 ** ((level - OFFSET_DB) / 10);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
