import { checkClips } from './check-clips.ts';
import { checkConditions } from './check-conditions.ts';
import { checkFiles } from './check-files.ts';
import { checkMedia } from './check-media.ts';
import { checkReach } from './check-reach.ts';
import { checkRules } from './check-rules.ts';
import { checkTargets } from './check-targets.ts';
import { checkWords } from './check-words.ts';
import { conditionsOf } from './compile.ts';
import type { Film } from './film.ts';
import { type FoundFiles, NOTHING_FOUND } from './film-media.ts';
import { Findings } from './findings.ts';
import type { Problem } from './problems.ts';

/**
 * Everything that is wrong or doubtful in a film that has the right shape, in one run and in time linear in the film.
 * `found` tells what its files hold; without it, nothing is said about them but where they may lie.
 */
export function checkFilm(film: Film, found: FoundFiles = NOTHING_FOUND): readonly Problem[] {
  const findings = new Findings(film);
  const conditions = conditionsOf(film);
  checkTargets(findings);
  checkWords(findings);
  checkConditions(findings, conditions);
  checkRules(findings, conditions);
  checkReach(findings);
  checkClips(findings, found);
  checkFiles(findings, found);
  checkMedia(findings, found);
  return findings.problems;
}
