import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeFault, type FaultCode } from '../../../src/main/faults.ts';
import { REMEDIES } from '../../../src/main/remedies.ts';
import { projectRoot } from '../../support/root.ts';

const page = readFileSync(join(projectRoot(), 'docs/operating.md'), 'utf8');

describe('each fault', () => {
  it.each(Object.entries(REMEDIES))('%s is on the page for operators, in the words of its remedy', (code, { film }) => {
    expect(page).toMatch(new RegExp(`^\\| \`${code}\` \\| [^|]+ \\| ${film} \\|$`, 'm'));
  });

  it.each(Object.keys(REMEDIES) as FaultCode[])('%s is told in one line, with what the film does', (code) => {
    const line = describeFault({ code, part: 'a part', detail: 'why', sinceMs: 0 });
    expect(line).toBe(`${code}: a part: why (the film ${REMEDIES[code].film})`);
  });
});
