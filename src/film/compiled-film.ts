import type { Emotion } from '../protocol/emotions.ts';
import type { Transition } from '../protocol/messages.ts';
import type { ReadingRules } from '../mood/mood.ts';
import type { FilmMachine } from './film-machine.ts';
import type { Condition, Value } from './conditions.ts';

/** What a scene shows. `file` is null for a stand-in. */
export interface CompiledClip {
  /** The same for the same file and range, unique in the film. */
  readonly clipId: string;
  /** Below the film's folder, forward slashes; null for a stand-in. */
  readonly file: string | null;
  /** Range in the file, [in, out). `outMs` null: to the file's end. */
  readonly inMs: number;
  readonly outMs: number | null;
  /** Length of one play. Guessed (`GUESSED_MS`) where the file's length is not known. */
  readonly durationMs: number;
  readonly standIn: CompiledCard | null;
  /** Times in a subtitle file are those of the media file, as in any player. */
  readonly subtitles: readonly { readonly language: string; readonly file: string }[];
  /** Further sound tracks that replace the clip's own; times as in the media file. */
  readonly audio: readonly CompiledAudio[];
  /** What the artist asks for. */
  readonly gainDb: number;
  /** What brings the clip's own sound to the film's usual loudness, as it was measured; other tracks have their own. */
  readonly evenedDb: number;
  /** Named times in the clip, from its `in` point, ascending. */
  readonly markers: readonly { readonly name: string; readonly positionMs: number }[];
}

/** A picture of words: a title card, or a stand-in for a clip that is not shot yet. */
export interface CompiledCard {
  readonly title: string;
  readonly colour: string;
  readonly durationMs: number;
  /** The words of a title card, one for each language (null: for all), and their colour; null for a stand-in. */
  readonly card: {
    readonly ink: string;
    readonly texts: readonly { readonly language: string | null; readonly text: string }[];
  } | null;
}

/** How a scene draws the visit over its clip. */
export interface CompiledTrace {
  /** Colours of the film's emotions, "#rrggbb", and what they are called. */
  readonly colours: Readonly<Partial<Record<Emotion, string>>>;
  readonly words: Readonly<Partial<Record<Emotion, string>>>;
  readonly ink: string;
  readonly titles: boolean;
  /** Shares of the screen's height; together at most 1. */
  readonly top: number;
  readonly height: number;
  /** When it begins in the scene, and how long it takes. */
  readonly startMs: number;
  readonly durationMs: number;
}

export interface CompiledAudio {
  /** The track's name in the film: "de", "description". */
  readonly name: string;
  readonly file: string;
}

/** When a rule that fires makes the cut. */
export type CutAt =
  | { readonly kind: 'end' }
  | { readonly kind: 'now' }
  /** The next marker, or the one named. */
  | { readonly kind: 'marker'; readonly name: string | null };

/** One rule of a scene's effective list: its own, then what it inherits. */
export interface CompiledRule {
  /** Index in the effective list; decisions name it. */
  readonly index: number;
  /** Where it is written: the same for every scene that inherits it. */
  readonly id: string;
  /** The scene it leads to (a section's start is already looked up). */
  readonly to: string;
  readonly emotion: Emotion | null;
  readonly when: Condition | null;
  /** Short name for decisions: "sadness", "default", "when visits.sea > 1". */
  readonly label: string;
  readonly once: boolean;
  /** Cards in its deck, or null where the rule is in none. */
  readonly weight: number | null;
  /** Rules of one deck share this: the id of its first. */
  readonly deck: string | null;
  readonly at: CutAt;
  /** How long it has to hold before it fires in mid-scene; 0 at once. */
  readonly forMs: number;
  readonly transition: Transition;
}

export type Reaction =
  { readonly do: 'nothing' } | { readonly do: 'next' } | { readonly do: 'go'; readonly to: string };

export type ReactionEvent = 'arrive' | 'start' | 'leave' | 'timeout' | 'reset';

export interface CompiledScene {
  readonly name: string;
  readonly title: string;
  readonly notes: string;
  readonly tags: readonly string[];
  /** The section it lies in, or null. */
  readonly section: string | null;
  readonly clip: CompiledClip;
  /** A count, or null: loops until an event. */
  readonly repeat: number | null;
  readonly hold: boolean;
  /** How long a looping or holding scene waits for its rules before the default is taken. */
  readonly patienceMs: number;
  readonly reading: {
    readonly rules: ReadingRules;
    /** From the start of the scene; mid-scene rules and the decision's window count readings from here ... */
    readonly opensMs: number;
    /** ... to here; null: to the cut. */
    readonly closesMs: number | null;
  };
  /** Name of the ending that this scene is, or null. */
  readonly ending: string | null;
  /** Effective rules; empty only for endings and credits. The last group is a default. */
  readonly rules: readonly CompiledRule[];
  /** Scenes that may come next, in the order of the rules: what the stage prepares. */
  readonly candidates: readonly string[];
  /** Whether a decision is recorded here: there is more than a lone default. */
  readonly isChoice: boolean;
  /** Variables set on entering. */
  readonly set: readonly { readonly variable: string; readonly value: Value | Condition }[];
  readonly on: Readonly<Record<ReactionEvent, Reaction>>;
  /** How the scene is entered where the rule does not say. */
  readonly transition: Transition;
  /** Null where the scene draws nothing of the visit. */
  readonly trace: CompiledTrace | null;
}

/** A film ready to play. Frozen data, but for `machine`. */
export interface CompiledFilm {
  readonly title: string;
  readonly language: string;
  /** What is shown and heard where neither operator nor address says else; null: no subtitles, each clip's own sound. */
  readonly subtitlesOn: string | null;
  readonly audioOn: string | null;
  readonly fit: 'cover' | 'contain';
  /** Subtitles' size as a multiple of the usual, and the share of the picture that words keep within. */
  readonly textSize: number;
  readonly safeArea: number;
  /** The film's own emotions, in its order. */
  readonly emotions: readonly Emotion[];
  readonly opening: string;
  /** Scene that follows every ending, or null. */
  readonly credits: string | null;
  readonly session: {
    /** How long a viewer has to be there to have arrived. */
    readonly steadyMs: number;
    /** How long nobody may be there before the session is left. */
    readonly graceMs: number;
    /** Longest session. */
    readonly longestMs: number;
  };
  readonly privacy: {
    /** `button`: the camera is off until somebody has pressed the start button. */
    readonly consent: 'notice' | 'button';
    /** Lines of the film's own words; null: those that Mien has. */
    readonly notice: readonly string[] | null;
    readonly sign: readonly string[] | null;
    readonly paused: readonly string[] | null;
  };
  /** In the order of the film. No prototype: any name is safe to look up. */
  readonly scenes: Readonly<Record<string, CompiledScene>>;
  readonly sections: Readonly<Record<string, { readonly title: string; readonly start: string }>>;
  /** Names of the endings, in the order of the film. */
  readonly endings: readonly string[];
  readonly variables: Readonly<Record<string, Value>>;
  readonly machine: FilmMachine;
}

/** Length taken for a clip whose file was not read: enough to simulate with, and said so by `check`. */
export const GUESSED_MS = 10_000;
