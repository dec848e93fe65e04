import { z } from 'zod';
import { audio, clip, name, seconds, subtitles, transition } from './schema-clip.ts';
import { privacy } from './schema-privacy.ts';
import { emotionWord, reading } from './schema-reading.ts';
import { reactions, scene, section, variable } from './schema-scene.ts';

/**
 * The film language, written once: `film.json` is parsed with it, film/film.schema.json and docs/film-language.md are
 * generated from it. Fields stand in the order in which an artist meets them.
 */

/** The version of the language that this Mien speaks. Older ones are migrated, see migrate/. */
export const FILM_VERSION = 2;

const shared = {
  $schema: z
    .string()
    .max(1000)
    .optional()
    .describe('Where the JSON schema lies, for completion in an editor. Mien does not read it.'),
  notes: z.string().max(10_000).optional().describe('For people.'),
  scenes: z
    .record(name, scene)
    .optional()
    .describe('The scenes, by name. A name is letters, digits and underscores, a letter first.'),
  sections: z.record(name, section).optional().describe('Groups of scenes, by name.'),
  clips: z
    .record(name, clip)
    .optional()
    .describe('Clips that scenes use by name: for ranges, markers and clips used twice.'),
};

/** A further file of the film, named by `include`. */
export const includedFile = z
  .strictObject({
    ...shared,
    include: z.array(z.string().min(1).max(1000)).max(1000).optional().describe('Further files of the same folder.'),
  })
  .describe('A part of a film in a file of its own: scenes, sections and clips.')
  .meta({ id: 'part' });
export type IncludedData = z.infer<typeof includedFile>;

export const filmFile = z
  .strictObject({
    $schema: shared.$schema,
    version: z.literal(FILM_VERSION).describe(`The version of the film language: ${FILM_VERSION}.`),
    title: z.string().min(1).max(200).describe('The title of the film.'),
    notes: shared.notes,
    language: z
      .string()
      .min(2)
      .max(40)
      .optional()
      .describe('The language of the film ("en"), for subtitles and screen readers. "en" where left out.'),
    emotions: z
      .array(emotionWord)
      .min(1)
      .max(7)
      .describe('The emotions that the film listens to. Where two are equally strong, the earlier counts.'),
    opening: name.describe('The scene that loops until somebody comes.'),
    credits: name.optional().describe('A scene that plays after every ending, before the film returns to the opening.'),
    scenes: z
      .record(name, scene)
      .describe('The scenes, by name. A name is letters, digits and underscores, a letter first.'),
    default: name
      .optional()
      .describe('Where a scene goes that has no default of its own and inherits none from its section.'),
    clips: shared.clips,
    frameRate: z
      .number()
      .positive()
      .max(1000)
      .optional()
      .describe('Frames a second, for all times that count frames and do not state a rate.'),
    reading: reading.optional(),
    labels: z
      .array(emotionWord)
      .min(1)
      .max(7)
      .optional()
      .describe(
        'What the outputs of an EmoPy network mean, in their order, for `--recogniser emopy:<model.hdf5>` where no label map lies beside the network.',
      ),
    tuning: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe(
        'What was learnt of the place where the film is shown: a file of the folder that `mien tune` wrote. Nothing is corrected where left out; `--tuning` goes before it.',
      ),
    session: z
      .strictObject({
        steady: seconds
          .min(0.2)
          .max(60)
          .optional()
          .describe('How many seconds a viewer has to be there to have arrived. 1.5 where left out.'),
        grace: seconds
          .min(0.5)
          .max(600)
          .optional()
          .describe('How many seconds nobody may be there before the session is over. 8 where left out.'),
        longest: seconds.min(1).optional().describe('Longest session, in seconds. 900 where left out.'),
      })
      .optional()
      .describe('When a visit begins and ends.'),
    privacy: privacy.optional(),
    on: reactions.optional(),
    transition: transition
      .optional()
      .describe('How scenes change over where neither rule, scene nor section says. "cut" where left out.'),
    variables: z.record(name, variable).optional().describe("The film's own variables, by name."),
    sections: shared.sections,
    subtitles: subtitles
      .optional()
      .describe('Subtitles for the scenes that have none of their own: for a film that lies in one media file.'),
    audio: audio.optional().describe('Further sound tracks for the scenes that have none of their own.'),
    subtitlesOn: z
      .string()
      .min(1)
      .max(40)
      .optional()
      .describe(
        'The language of the subtitles that are shown ("en" takes "en-GB"). None where left out; the operator and the stage\'s address (`?lang=de`) go before it.',
      ),
    audioOn: z
      .string()
      .min(1)
      .max(40)
      .optional()
      .describe(
        "The further sound track that is played, by its name. Each clip's own sound where left out; the operator and the stage's address (`?sound=de`) go before it.",
      ),
    fit: z
      .enum(['cover', 'contain'])
      .optional()
      .describe(
        'How a picture of another shape than the screen\'s is shown: "cover" fills the screen and crops, "contain" shows all of it between bars. "cover" where left out; the operator (`--fit`) and the stage\'s address (`?fit=contain`) go before it.',
      ),
    textSize: z
      .number()
      .min(0.5)
      .max(3)
      .optional()
      .describe(
        "How large subtitles are, as a multiple of the usual 4.4 % of the picture's shorter side. 1 where left out; the operator (`--text-size`) and the stage's address (`?text=1.5`) go before it.",
      ),
    safeArea: z
      .number()
      .min(0.5)
      .max(1)
      .optional()
      .describe(
        "How much of the picture's width and height words keep within: 0.8 for a projection that is masked, 1 for all of it. 0.9 where left out; the operator (`--safe-area`) and the stage's address (`?area=0.8`) go before it.",
      ),
    include: z
      .array(z.string().min(1).max(1000))
      .max(1000)
      .optional()
      .describe("Further files of the same folder, whose scenes, sections and clips are added to the film's."),
  })
  .describe('A film: its emotions, its scenes, and how they follow one another.')
  .meta({ id: 'film' });
export type FilmData = z.infer<typeof filmFile>;
