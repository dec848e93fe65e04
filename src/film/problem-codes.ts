import type { Severity } from './problems.ts';

interface CodeFact {
  readonly severity: Severity;
  /** When it is reported, for the reference page. */
  readonly when: string;
}
const error = (when: string): CodeFact => ({ severity: 'error', when });
const warning = (when: string): CodeFact => ({ severity: 'warning', when });

/** Every problem that a film can have. The film is refused for errors; warnings become errors under `--strict`. */
export const PROBLEM_CODES = {
  'film-missing': error('There is no film at the place that was named.'),
  'file-too-large': error('A film file is larger than any film.'),
  'not-utf8': error('A film file is not written in UTF-8.'),
  'bad-syntax': error('A film file is no JSON, comments and trailing commas allowed.'),
  'too-deep': error('Values are nested deeper than any film needs.'),
  'key-twice': error('A key stands twice in one object.'),
  'number-too-large': error('A number is beyond what can be reckoned with.'),
  'version-too-new': error('The film is written in a version that this Mien does not know yet.'),
  'version-unknown': error('There is no such version of the language.'),
  'version-old': warning('The film is written in an older version; it was migrated while it was read.'),
  'unknown-key': error('A key is not known here.'),
  'missing-key': error('A key that has to be there is missing.'),
  'wrong-type': error('A value is of another type than the language wants.'),
  'wrong-value': error('A value is not one of those that are allowed.'),
  'out-of-range': error('A number is too small or too large, or a text too long.'),
  'unknown-emotion': error('A word is no emotion.'),
  'bad-name': error('A name is no identifier, or a word of the language.'),
  'name-twice': error('Two scenes, sections or clips have the same name.'),
  'unknown-target': error('A name is no scene and no section.'),
  'unknown-clip': error('A name is none of the clips.'),
  'unknown-marker': error('A rule waits for a marker that its clip does not have.'),
  'unknown-variable': error('A scene sets a variable that is not declared.'),
  'variable-type': error('A variable is given a value of another type.'),
  'no-default': error('A scene has no default and inherits none.'),
  'loop-without-exit': error('Scenes lead to one another and never to an ending or the opening.'),
  'ending-goes-on': error('An ending, or the credits, has rules of its own.'),
  'opening-ends': error('The opening is an ending or the credits.'),
  'opening-repeats': error('A rule of the opening leads back to the opening.'),
  'timeout-goes-on': error('What a timeout leads to is not an ending.'),
  'emotion-outside': error("An emotion is none of the film's own."),
  'condition-broken': error('A condition does not compile.'),
  'condition-type': error('A condition or expression has the wrong type.'),
  'condition-unknown': error('A condition asks for something that does not exist.'),
  'path-outside': error(
    "A path leaves the film's folder: upwards, absolute, by a link, to another drive or to an address.",
  ),
  'file-missing': error('A file is not there.'),
  'file-unreadable': error('A file cannot be read, or is not what it should be.'),
  'bad-tuning': error('The file that `tuning` names is not what `mien tune` writes.'),
  'include-cycle': error('Files include one another in a circle.'),
  'clip-empty': error('A clip has neither a file nor a stand-in, or both.'),
  'bad-time': error('A time cannot be worked out.'),
  'range-empty': error('A range ends before it begins.'),
  'range-outside': error('A range or marker lies outside its file or clip.'),
  'unreachable-scene': warning('No way leads to a scene.'),
  'ending-unreached': warning('No way leads to an ending.'),
  'rule-never-fires': warning('A rule can never be taken.'),
  'rule-always-fires': warning('A condition is always true.'),
  'default-circle': warning('In an empty room the defaults go in a circle until the session is timed out.'),
  'emotion-unheard': warning('No rule listens to one of the emotions of the film.'),
  'clips-differ': warning('The clips of one choice differ in size, rate or codec.'),
  'loudness-step': warning('The clips of one choice differ in loudness, or a clip and the only one that follows it.'),
  'keyframe-far': warning('The nearest key frame lies more than 0.5 s before an in point.'),
  'index-last': warning('The index of a clip lies behind its picture, so that its end is fetched before it can begin.'),
  'subtitle-outside': warning('A subtitle lies outside its clip.'),
  'codec-unplayable': warning('The stage cannot play a codec.'),
} as const satisfies Readonly<Record<string, CodeFact>>;

export type ProblemCode = keyof typeof PROBLEM_CODES;
