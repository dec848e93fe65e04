import { describe, expect, it } from 'vitest';
import { chance } from '../../../../src/film/seeded.ts';
import { FilmClock, type AudioTime } from '../../../../src/renderer/stage/film-clock.ts';

/** The promise: sound and picture no further apart than this, for an hour. */
const IN_SYNC_MS = 20;
const HOUR_MS = 3_600_000;
/** What a sound card says of its time is off by up to so much either way: one of its blocks. */
const JITTER_MS = 10;
/** From one look to the next the film gains or loses less than this on the page's clock. */
const MOST_STEP_MS = 3;

/** A sound card whose crystal is off by so many millionths. */
class SoundCard implements AudioTime {
  state = 'running';
  hasSounded = true;
  /** So much lies between what is reckoned and what is heard. */
  heldBackMs = 0;
  /** The page's clock. */
  pageMs = 500;
  heardMs = 0;
  readonly #ppm: number;
  #asked = 0;

  constructor(ppm: number) {
    this.#ppm = ppm;
  }

  pass(ms: number): void {
    this.pageMs += ms;
    if (this.state === 'running') this.heardMs += ms * (1 + this.#ppm / 1e6);
  }

  get currentTime(): number {
    return (this.heardMs + this.heldBackMs) / 1000;
  }

  getOutputTimestamp(): { readonly contextTime: number; readonly performanceTime: number } {
    if (!this.hasSounded) return { contextTime: 0, performanceTime: 0 };
    this.#asked += 1;
    const agoMs = chance('ago', this.#asked) * JITTER_MS;
    const offMs = (2 * chance('off', this.#asked) - 1) * JITTER_MS;
    return { contextTime: (this.heardMs - agoMs + offMs) / 1000, performanceTime: this.pageMs - agoMs };
  }
}

/** Until the next look: a picture of the screen, which comes unevenly on a busy machine, and late where that hangs. */
const atPictures = (look: number): number => (look % 5000 === 4999 ? 700 : (1000 / 60) * (0.5 + chance('look', look)));
/** In a hidden window, by a timer. */
const whileHidden = (): number => 150;

interface Watched {
  /** How far apart what is heard and the film were at most. */
  readonly apartMs: number;
  /** How much more or less than the page's clock the film went on in one look at most. */
  readonly stepMs: number;
  /** How much it went on in one look at least. */
  readonly leastMs: number;
  readonly begunAnew: number;
}

function watch(clock: FilmClock, card: SoundCard, forMs: number, untilNextMs = atPictures): Watched {
  let [apartMs, stepMs, leastMs, begunAnew] = [0, 0, Infinity, 0];
  const untilMs = card.pageMs + forMs;
  for (let look = 0; card.pageMs < untilMs; look++) {
    const passedMs = untilNextMs(look);
    const before = clock.at(card.pageMs);
    card.pass(passedMs);
    if (clock.look(card.pageMs)) begunAnew += 1;
    const film = clock.at(card.pageMs);
    apartMs = Math.max(apartMs, Math.abs(card.heardMs - clock.contextSeconds(film) * 1000));
    stepMs = Math.max(stepMs, Math.abs(film - before - passedMs));
    leastMs = Math.min(leastMs, film - before);
  }
  return { apartMs, stepMs, leastMs, begunAnew };
}

/** The film has run with the card for a while. */
function running(ppm = 200): { readonly card: SoundCard; readonly clock: FilmClock } {
  const card = new SoundCard(ppm);
  const clock = new FilmClock(card);
  watch(clock, card, 10_000);
  return { card, clock };
}

describe("the film's clock", () => {
  it.each([
    { ppm: 200, looks: 'at each picture', untilNextMs: atPictures },
    { ppm: -200, looks: 'at each picture', untilNextMs: atPictures },
    { ppm: 200, looks: 'in a hidden window', untilNextMs: whileHidden },
    { ppm: -200, looks: 'in a hidden window', untilNextMs: whileHidden },
  ])(
    'is within 20 ms of what is heard for an hour, never goes back and never jumps: $ppm ppm off, looked at $looks',
    ({ ppm, untilNextMs }) => {
      const card = new SoundCard(ppm);
      const { apartMs, stepMs, leastMs, begunAnew } = watch(new FilmClock(card), card, HOUR_MS, untilNextMs);
      expect(apartMs).toBeLessThan(IN_SYNC_MS);
      expect(stepMs).toBeLessThan(MOST_STEP_MS);
      expect(leastMs).toBeGreaterThan(0);
      expect(begunAnew).toBe(1);
    },
  );

  it.each([-2000, -300, 300, 2000])(
    'begins anew where the sound card is %i ms elsewhere at once, without a jump of the film',
    (leapMs) => {
      const { card, clock } = running();
      const before = clock.at(card.pageMs);
      card.heardMs += leapMs;
      card.pass(16);
      expect(clock.look(card.pageMs)).toBe(true);
      expect(clock.at(card.pageMs) - before).toBeCloseTo(16, 6);
      const after = watch(clock, card, 60_000);
      expect(after.apartMs).toBeLessThan(IN_SYNC_MS);
      expect(after.begunAnew).toBe(0);
    },
  );

  it('runs after a sound card that is a little elsewhere, and is with it again within ten seconds', () => {
    const { card, clock } = running();
    card.heardMs -= 40;
    const meanwhile = watch(clock, card, 10_000);
    expect(meanwhile.begunAnew).toBe(0);
    expect(meanwhile.stepMs).toBeLessThan(MOST_STEP_MS);
    expect(meanwhile.leastMs).toBeGreaterThan(0);
    expect(watch(clock, card, 10_000).apartMs).toBeLessThan(IN_SYNC_MS / 2);
  });

  it("goes on by the page's clock while the sound is suspended, and with the sound again once that runs", () => {
    const { card, clock } = running();
    card.state = 'suspended';
    const suspended = watch(clock, card, 60_000);
    expect(suspended.stepMs).toBeLessThan(1e-6);
    expect(suspended.begunAnew).toBe(0);
    card.state = 'running';
    const again = watch(clock, card, 60_000);
    expect(again.begunAnew).toBe(1);
    expect(again.stepMs).toBeLessThan(MOST_STEP_MS);
    expect(again.apartMs).toBeLessThan(IN_SYNC_MS);
  });

  it('sets a fade to the moment at which it is heard, also where the sound was suspended in between', () => {
    const { card, clock } = running();
    card.state = 'suspended';
    watch(clock, card, 30_000);
    const inMs = 100;
    const due = clock.contextSeconds(clock.at(performance.now()) + inMs) - card.currentTime;
    expect(due * 1000).toBeGreaterThan(inMs - 20);
    expect(due * 1000).toBeLessThan(inMs + 1);
  });

  it.each([
    { device: 'a card of its own', heldBackMs: 5, atLeastMs: 5 + JITTER_MS, atMostMs: 35 },
    { device: 'a browser without a device', heldBackMs: 36, atLeastMs: 36 + JITTER_MS, atMostMs: 65 },
    { device: 'a loudspeaker by radio', heldBackMs: 200, atLeastMs: 70, atMostMs: 70 },
  ])('wants sound to be laid as long before as $device holds it back, and no more than 70 ms', (one) => {
    const { card, clock } = running();
    card.heldBackMs = one.heldBackMs;
    watch(clock, card, 60_000);
    expect(clock.aheadMs).toBeGreaterThanOrEqual(one.atLeastMs);
    expect(clock.aheadMs).toBeLessThanOrEqual(one.atMostMs);
  });

  it('wants 70 ms for it where the sound tells nothing', () => {
    expect(new FilmClock(new SoundCard(0)).aheadMs).toBe(70);
  });

  it.each([
    { why: 'may not start', state: 'suspended', hasSounded: true },
    { why: 'has not yet sounded', state: 'running', hasSounded: false },
  ])("is the page's clock where the sound $why", ({ state, hasSounded }) => {
    const card = Object.assign(new SoundCard(200), { state, hasSounded });
    const clock = new FilmClock(card);
    watch(clock, card, 60_000);
    expect(clock.at(card.pageMs)).toBe(card.pageMs);
    expect(clock.pageMs(card.pageMs)).toBe(card.pageMs);
  });
});
