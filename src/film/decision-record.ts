import type { CompiledFilm } from './compiled-film.ts';
import { type FilmContext, sessionSeconds } from './film-context.ts';
import type { Decision, FilmEvent } from './film-events.ts';
import { moodOf, stepOf } from './scene-step.ts';

/** The decision that an event brought about, with the whole reason, or null where none was made. */
export function decisionOf(
  film: Pick<CompiledFilm, 'scenes'>,
  context: FilmContext,
  event: FilmEvent,
): Decision | null {
  const step = stepOf(film, context, event);
  if (step.kind !== 'take') return null;
  const { rule, outcomes, why } = step.choice;
  const mood = moodOf(event);
  return {
    scene: context.scene,
    emotion: rule.emotion,
    to: rule.to,
    rule: rule.label,
    scores: mood.scores,
    viewers: mood.viewers,
    readings: mood.readings,
    lead: mood.lead,
    dominant: mood.dominant,
    atSeconds: sessionSeconds(context, event),
    why,
    rules: outcomes,
  };
}
