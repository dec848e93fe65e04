/** Every scene by name, in the order of the film. `share`: of the film's bits, 1 where nothing is said. */
import { bluehour, dusk, moon, opening, rain, swell } from './looks-dark.mjs';
import { horizon, mirror, mist, rainbow, rays, sparkle, sun } from './looks-day.mjs';
import { aurora, credits, dawn, ember, eye, lull, snow, stars } from './looks-late.mjs';
import { bloom, fog, meteors, murk, rift, squall, thunder } from './looks-strong.mjs';

export const scenes = {
  opening: { look: opening, share: 0.9 },
  horizon: { look: horizon },
  sun: { look: sun, share: 1.2 },
  rain: { look: rain },
  mist: { look: mist, share: 0.7 },
  squall: { look: squall, share: 1.1 },
  bloom: { look: bloom, share: 0.8 },
  fog: { look: fog, share: 0.9 },
  rift: { look: rift, share: 1.2 },
  sparkle: { look: sparkle, share: 1.6 },
  rainbow: { look: rainbow },
  rays: { look: rays, share: 1.2 },
  mirror: { look: mirror, share: 0.7 },
  swell: { look: swell, share: 1.1 },
  dusk: { look: dusk, share: 1.1 },
  moon: { look: moon, share: 1.1 },
  thunder: { look: thunder, share: 1.1 },
  murk: { look: murk },
  meteors: { look: meteors, share: 0.9 },
  lull: { look: lull },
  ember: { look: ember, share: 0.9 },
  bluehour: { look: bluehour, share: 0.8 },
  dawn: { look: dawn, share: 1.1 },
  stars: { look: stars, share: 0.9 },
  snow: { look: snow, share: 1.1 },
  eye: { look: eye, share: 1.1 },
  aurora: { look: aurora, share: 0.9 },
  credits: { look: credits, share: 0.6 },
};
