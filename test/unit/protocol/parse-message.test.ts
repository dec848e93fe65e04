import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stageToMainSchema } from '../../../src/protocol/messages.ts';
import { parseText, parseWith } from '../../../src/protocol/parse-message.ts';

describe('the door for messages', () => {
  it('lets a fact of the stage through as it is', () => {
    const fact = { type: 'clipEnding', cueId: 3, remainingMs: 120 };
    expect(parseText(stageToMainSchema, JSON.stringify(fact))).toEqual({ ok: true, value: fact });
  });

  it.each([
    ['not JSON', '{', /not JSON/],
    ['an unknown type', '{"type":"fly"}', /type/],
    ['a missing field', '{"type":"clipEnded"}', /cueId/],
    ['a field too many', '{"type":"startPressed","then":1}', /then/],
    ['a negative time', '{"type":"clipEnding","cueId":1,"remainingMs":-1}', /remainingMs/],
    ['a message of a megabyte', `"${'x'.repeat(1 << 20)}"`, /longer than/],
  ])('refuses %s and says which field', (_, text, reason) => {
    expect(parseText(stageToMainSchema, text)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.anything(), (value) => void parseWith(stageToMainSchema, value)));
    fc.assert(fc.property(fc.string(), (text) => void parseText(stageToMainSchema, text)));
  });
});
