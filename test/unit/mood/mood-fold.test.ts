import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Face, Reading } from '../../../src/protocol/reading.ts';
import { emptyRoom, moodAt, presenceAt, stepMood, viewersOf } from '../../../src/mood/mood-fold.ts';
import { NO_MOOD } from '../../../src/mood/mood.ts';
import { CALM, dice, face, HAPPY, lastRoom, playScene, reading, RULES, SAD, standing } from './rooms.ts';

const HOUR_MS = 3_600_000;
const happy = (atMs: number): readonly Face[] => [standing(atMs, 300, 240, 120, HAPPY)];

describe('an empty room', () => {
  it('decides nothing', () => {
    const room = lastRoom(playScene(() => [], { toMs: 5000 }));
    expect(moodAt(room, RULES, { fromMs: 0, nowMs: 5000 }, null)).toEqual(NO_MOOD);
    expect(moodAt(emptyRoom(), RULES, { fromMs: 0, nowMs: 0 }, 'happiness')).toEqual(NO_MOOD);
  });

  it('decides nothing whatever the film asks for, and forgets the emotion that was dominant', () => {
    const room = lastRoom(playScene(() => [], { toMs: 5000 }));
    const eager = { ...RULES, confidence: 0, margin: 0 };
    expect(moodAt(room, eager, { fromMs: 0, nowMs: 5000 }, 'calm').dominant).toBeNull();
  });

  it('decides nothing where the detector sees a face for an instant', () => {
    const room = lastRoom(playScene((atMs) => (atMs === 4000 ? [face(100, 100, 50, HAPPY)] : []), { toMs: 5000 }));
    expect(moodAt(room, RULES, { fromMs: 0, nowMs: 5000 }, null)).toEqual({
      ...NO_MOOD,
      why: 'a face was seen too briefly to count',
    });
  });

  it('says so when somebody is there who could not be read', () => {
    const room = lastRoom(playScene((atMs) => [standing(atMs, 300, 240, 120, null)], { toMs: 5000 }));
    expect(moodAt(room, RULES, { fromMs: 0, nowMs: 5000 }, null)).toEqual({
      ...NO_MOOD,
      why: 'somebody is there, but the face could not be read',
    });
  });
});

describe('a mood', () => {
  it('has scores of the film’s emotions that sum to 1, and says why', () => {
    const mood = moodAt(lastRoom(playScene(happy, { toMs: 5000 })), RULES, { fromMs: 0, nowMs: 5000 }, null);
    expect(Object.keys(mood.scores!)).toEqual(['happiness', 'sadness', 'calm']);
    expect(Object.values(mood.scores!).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1);
    expect(mood).toMatchObject({
      dominant: 'happiness',
      leading: 'happiness',
      viewers: 1,
      readings: 41,
      why: 'happiness leads (0.96 against 0.02 for sadness)',
    });
  });

  it('is that of the scene’s own reading only, once it has opened', () => {
    const scene = (atMs: number): readonly Face[] => [standing(atMs, 300, 240, 120, atMs < 4000 ? SAD : HAPPY)];
    const room = lastRoom(playScene(scene, { toMs: 5000 }));
    const wide = { ...RULES, windowMs: 10_000 };
    expect(moodAt(room, wide, { fromMs: 0, nowMs: 5000 }, null).dominant).toBe('sadness');
    expect(moodAt(room, wide, { fromMs: 4000, nowMs: 5000 }, null).dominant).toBe('happiness');
    expect(moodAt(room, { ...RULES, windowMs: 1000 }, { fromMs: 0, nowMs: 5000 }, null).dominant).toBe('happiness');
  });

  it('stays by hysteresis while another leads it by less than the margin', () => {
    const torn = (atMs: number): readonly Face[] => [
      standing(atMs, 300, 240, 120, {
        ...CALM,
        happiness: 0.47,
        sadness: 0,
        calm: 0.53,
        anger: 0,
        disgust: 0,
        fear: 0,
        surprise: 0,
      }),
    ];
    const room = lastRoom(playScene(torn, { toMs: 5000 }));
    expect(moodAt(room, RULES, { fromMs: 0, nowMs: 5000 }, 'happiness').dominant).toBe('happiness');
    expect(moodAt(room, RULES, { fromMs: 0, nowMs: 5000 }, null).dominant).toBeNull();
  });
});

describe('readings that come twice or late', () => {
  it('change nothing', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const roll = dice(seed);
        let plain = emptyRoom();
        let messy = emptyRoom();
        const sent: Reading[] = [];
        for (let atMs = 0; atMs <= 4000; atMs += 50 + Math.floor(roll() * 150)) {
          const one = reading(atMs, standing(atMs, 300, 240, 120, roll() < 0.5 ? HAPPY : CALM));
          plain = stepMood(plain, one, atMs + 30);
          messy = stepMood(messy, one, atMs + 30);
          sent.push(one);
          const again = sent[Math.floor(roll() * sent.length)]!;
          if (roll() < 0.5) messy = stepMood(messy, { ...again, faces: roll() < 0.5 ? again.faces : [] }, atMs + 40);
        }
        const span = { fromMs: 0, nowMs: 4100 };
        expect(moodAt(messy, RULES, span, null)).toEqual(moodAt(plain, RULES, span, null));
        expect(messy.viewers).toEqual(plain.viewers);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a clock that jumps', () => {
  it('back by an hour keeps the viewer, the mood and the presence', () => {
    let room = lastRoom(playScene(happy, { fromMs: HOUR_MS, toMs: HOUR_MS + 5000 }));
    expect(moodAt(room, RULES, { fromMs: HOUR_MS, nowMs: 5050 }, null).dominant).toBe('happiness');
    expect(presenceAt(room, 5050)).toMatchObject({ viewers: 1, emptyForMs: 0 });
    room = lastRoom(playScene(happy, { fromMs: 5100, toMs: 7000, room }));
    expect(viewersOf(room, 7000).map((viewer) => viewer.id)).toEqual([1]);
    const steady = presenceAt(room, 7000);
    expect(steady.viewers).toBe(1);
    expect(steady.steadyForMs).toBeGreaterThan(6500);
    const mood = moodAt(room, RULES, { fromMs: 3000, nowMs: 7000 }, null);
    expect(mood.dominant).toBe('happiness');
    expect(mood.readings).toBeGreaterThan(35);
  });

  it('on by an hour costs no more than the new viewer’s first moments', () => {
    const before = lastRoom(playScene(happy, { toMs: 5000 }));
    expect(moodAt(before, RULES, { fromMs: 0, nowMs: HOUR_MS }, 'happiness')).toEqual(NO_MOOD);
    const after = lastRoom(playScene(happy, { fromMs: HOUR_MS, toMs: HOUR_MS + 1000, room: before }));
    expect(presenceAt(after, HOUR_MS + 1000)).toEqual({ viewers: 1, steadyForMs: 1000, emptyForMs: 0 });
    expect(moodAt(after, RULES, { fromMs: 0, nowMs: HOUR_MS + 1000 }, null).dominant).toBe('happiness');
  });

  it('of the camera alone is set right by main’s', () => {
    let room = emptyRoom();
    for (let nowMs = HOUR_MS; nowMs <= HOUR_MS + 5000; nowMs += 100) {
      const wrongMs = nowMs < HOUR_MS + 2500 ? nowMs + HOUR_MS : nowMs - HOUR_MS;
      room = stepMood(room, { ...reading(0, ...happy(nowMs)), capturedAtMs: wrongMs }, nowMs);
    }
    expect(room.readMs).toBeLessThanOrEqual(HOUR_MS + 5000);
    expect(moodAt(room, RULES, { fromMs: 0, nowMs: HOUR_MS + 5000 }, null).dominant).toBe('happiness');
  });
});

describe('the fold', () => {
  it('takes any readings and never fails: scores and presence stay in their ranges', () => {
    const faces = fc.array(
      fc.record({
        box: fc.tuple(
          fc.double({ min: -500, max: 9000, noNaN: true }),
          fc.double({ min: -500, max: 9000, noNaN: true }),
          fc.double({ min: 0, max: 9000, noNaN: true }),
          fc.double({ min: 0, max: 9000, noNaN: true }),
        ),
        scores: fc.constantFrom(HAPPY, SAD, CALM, null),
        quality: fc.double({ min: 0, max: 1, noNaN: true }),
        detection: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 8 },
    );
    const readings = fc.array(
      fc.record({ faces, atMs: fc.integer({ min: -5000, max: 200_000 }), lag: fc.integer({ min: -2000, max: 9000 }) }),
      {
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(readings, fc.constantFrom('nearest', 'everyone', 'strongest'), (list, audience) => {
        let room = emptyRoom();
        for (const { faces: seen, atMs, lag } of list) {
          room = stepMood(room, reading(atMs, ...seen), atMs + lag);
          const mood = moodAt(
            room,
            { ...RULES, audience, baseline: true },
            { fromMs: atMs - 2000, nowMs: atMs + lag },
            'sadness',
          );
          if (mood.scores !== null) {
            expect(Object.values(mood.scores).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1);
            expect(mood.lead).toBeGreaterThanOrEqual(0);
          } else expect(mood.dominant).toBeNull();
          expect(mood.why.length).toBeGreaterThan(5);
          const presence = presenceAt(room, atMs + lag);
          for (const value of Object.values(presence)) expect(value).toBeGreaterThanOrEqual(0);
          viewersOf(room, atMs + lag);
        }
        expect(JSON.parse(JSON.stringify(room))).toEqual(room);
      }),
      { numRuns: 150 },
    );
  });
});
