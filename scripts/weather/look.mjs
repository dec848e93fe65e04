/** The colours that looks are written in, and lightning. */

/** The light that the film's curve turns into this `#rrggbb` colour, times `gain`. */
export function light(hex, gain = 1) {
  return [1, 3, 5].map((at) => {
    const seen = Math.min(0.985, (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2);
    return (-Math.log(1 - seen) / CURVE) * gain;
  });
}

/**
 * How steeply light exposes the film: picture = 1 - e^(-CURVE·light). As silver does: each grain can be exposed
 * once, so that lights gather slowly towards white.
 */
export const CURVE = 1.25;

/** Lightning far away: a rise, a flicker, a slow fall. The strongest of the scene's flashes at `seconds`. */
export function flashAt({ flashes, colour }, seconds) {
  let strongest = { strength: 0, azimuth: 0, width: 1, colour };
  for (const { at, gain, azimuth, width } of flashes) {
    const age = seconds - at;
    const course = age < 0 ? Math.exp(-((age / 0.05) ** 2)) : Math.exp(-age / 0.28) * (0.8 + 0.2 * Math.cos(age * 42));
    if (gain * course > Math.max(strongest.strength, 0.004))
      strongest = { strength: gain * course, azimuth, width, colour };
  }
  return strongest;
}
