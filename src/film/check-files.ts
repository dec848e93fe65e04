import { type FoundFiles, filesOf } from './film-media.ts';
import { pathFault } from './film-paths.ts';
import type { Findings } from './findings.ts';

/** Files that lie outside, are missing, or are not what they should be. */
export function checkFiles(findings: Findings, found: FoundFiles): void {
  for (const { file, origin } of filesOf(findings.film)) {
    const fault = pathFault(file);
    if (fault !== null) findings.add('path-outside', origin, fault.message, fault.hint);
    else {
      const finding = found.findings.get(file);
      if (finding !== undefined) findings.add(finding.code, origin, finding.message, finding.hint);
    }
  }
}
