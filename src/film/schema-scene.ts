import { z } from 'zod';
import { audio, clip, name, seconds, subtitles, transition } from './schema-clip.ts';
import { emotionWord, reading } from './schema-reading.ts';
import { trace } from './schema-trace.ts';

const target = name.describe('Name of a scene, or of a section (which is entered at its start).');

export const rule = z
  .strictObject({
    emotion: emotionWord.optional().describe('Taken when this emotion is dominant.'),
    when: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe(
        'Taken when this condition (CEL) is true: "visits.sea > 1 && mood.calm > 0.5". With `emotion`, both must hold.',
      ),
    to: target.describe('Where it leads: the name of a scene or of a section.'),
    once: z.boolean().optional().describe('Taken at most once in a session.'),
    weight: z
      .number()
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe(
        'Puts the rule into a shuffled deck with its neighbours of the same `emotion` and `when`, this many cards: none comes again until all were dealt, from one session to the next.',
      ),
    at: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'Where the cut falls: "end" of the scene (where left out), "now" as soon as the rule holds, "marker" for the next marker, or the name of one.',
      ),
    for: seconds
      .max(3600)
      .optional()
      .describe(
        'How many seconds the rule has to hold before it fires in mid-scene. Makes `at` "now" where that is left out.',
      ),
    transition: transition.optional().describe('How this rule changes over; else the way the next scene is entered.'),
    notes: z.string().max(10_000).optional().describe('For people.'),
  })
  .describe('One way out of a scene. With neither `emotion` nor `when` it is the default.')
  .meta({ id: 'rule' });
export type RuleData = z.infer<typeof rule>;

export const next = z
  .union([target, z.array(rule).max(500)])
  .describe('Where the scene goes: one name, or rules in the order in which they are tried, the default last.')
  .meta({ id: 'next' });

const reaction = name.describe(
  '"next" (go on by the rules of `next`), "nothing", or the name of a scene; the opening ends the session.',
);

export const reactions = z
  .strictObject({
    arrive: reaction
      .optional()
      .describe('A viewer has been steadily there. In the opening "next", elsewhere "nothing", where left out.'),
    start: reaction
      .optional()
      .describe('The start button. In the opening "next", elsewhere "nothing", where left out.'),
    leave: reaction.optional().describe('Every viewer has walked away. Back to the opening where left out.'),
    timeout: reaction
      .optional()
      .describe("The session's longest time is over. Back to the opening where left out; else it must be an ending."),
    reset: reaction.optional().describe("The operator's reset. Back to the opening where left out."),
  })
  .describe(
    'What happens when somebody arrives, starts, walks away, when the time is over, and when the operator resets.',
  )
  .meta({ id: 'reactions' });

export const variable = z
  .strictObject({
    type: z
      .enum(['int', 'number', 'bool', 'text'])
      .describe('int (whole number), number, bool (true or false) or text.'),
    start: z.union([z.number(), z.boolean(), z.string().max(1000)]).describe('Its value when a session starts.'),
    notes: z.string().max(10_000).optional().describe('For people.'),
  })
  .describe("A value of the film's own that scenes set and conditions ask for.")
  .meta({ id: 'variable' });

export const scene = z
  .strictObject({
    title: z.string().max(200).optional().describe('What people call it; its name where left out.'),
    notes: z.string().max(10_000).optional().describe('For people.'),
    tags: z.array(z.string().min(1).max(64)).max(100).optional().describe('Words to find scenes by.'),
    clip: z
      .union([z.string().min(1).max(1000), clip])
      .describe("What it shows: a media file, the name of one of the film's `clips`, or a clip written out."),
    repeat: z
      .union([z.number().int().min(1).max(1000), z.literal('loop')])
      .optional()
      .describe(
        'How often the clip plays: a count (its subtitles are shown the first time), or "loop" until a rule fires. Once where left out; the opening loops.',
      ),
    hold: z.boolean().optional().describe('Stay on the last frame until a rule fires.'),
    patience: seconds
      .min(1)
      .optional()
      .describe(
        'How long a looping or holding scene waits for its rules before it takes the default, in seconds. 60 where left out.',
      ),
    reading: reading.optional(),
    set: z
      .record(name, z.union([z.number(), z.boolean(), z.string().min(1).max(1000)]))
      .optional()
      .describe(
        'Variables set on entering: a number, true or false, or a CEL expression in quotes ("storms + 1", "\'rain\'").',
      ),
    transition: transition
      .optional()
      .describe('How the scene is entered, where the rule that leads here does not say.'),
    next: next.optional(),
    ending: name
      .optional()
      .describe('Makes the scene an ending with this name: it plays to its end, then the film returns to the opening.'),
    on: reactions.optional(),
    subtitles: subtitles.optional(),
    audio: audio.optional(),
    trace: trace.optional(),
  })
  .describe('One node of the film: a clip, when it reads, and where it goes next.')
  .meta({ id: 'scene' });
export type SceneData = z.infer<typeof scene>;

export const section = z
  .strictObject({
    title: z.string().max(200).optional().describe('What people call it.'),
    notes: z.string().max(10_000).optional().describe('For people.'),
    start: name.describe('The scene of the section at which it is entered when a rule names the section.'),
    next: next
      .optional()
      .describe(
        'How the section is left: tried after the rules of any of its scenes that have no default of their own.',
      ),
    reading: reading.optional(),
    on: reactions.optional(),
    transition: transition
      .optional()
      .describe('How its scenes are entered, where neither the rule nor the scene says.'),
    scenes: z.record(name, scene).describe('The scenes of the section, by name. Names are unique in the whole film.'),
  })
  .describe(
    'Scenes that belong together. A rule can enter it by name, conditions can ask for it, its scenes share their way out.',
  )
  .meta({ id: 'section' });
export type SectionData = z.infer<typeof section>;
