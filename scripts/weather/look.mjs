/** A scene's look at a moment, and the colours that looks are written in. */

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

/** Between two looks, number by number. */
function between(a, b, t) {
  if (typeof a === 'number') return a + (b - a) * t;
  if (Array.isArray(a)) return a.map((item, index) => between(item, b[index], t));
  return Object.fromEntries(Object.entries(a).map(([key, value]) => [key, between(value, b[key], t)]));
}

/** @returns the look of a scene at `seconds` of `length`: its own, on the way to `turnsTo` where the weather turns. */
export function lookAt(scene, seconds, length) {
  if (!scene.turnsTo) return scene.look;
  const t = Math.min(1, Math.max(0, seconds / length));
  return between(scene.look, scene.turnsTo, t * t * (3 - 2 * t));
}

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
