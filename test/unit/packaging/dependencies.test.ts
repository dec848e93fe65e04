import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../support/root.ts';
import { judgeAudit } from '../../../scripts/audit.mjs';

const text = (name: string): string => readFileSync(join(projectRoot(), name), 'utf8');
const { packages } = JSON.parse(text('package-lock.json')) as {
  packages: Record<
    string,
    { hasInstallScript?: boolean; integrity?: string; link?: boolean; dependencies?: object; devDependencies?: object }
  >;
};
const counts = (high: number, critical: number): object => ({
  metadata: { vulnerabilities: { low: 2, moderate: 1, high, critical } },
  vulnerabilities: {
    a: { name: 'a', severity: 'high', range: '<2' },
    b: { name: 'b', severity: 'low', range: '*' },
  },
});

describe('the packages', () => {
  it('are all in the lockfile, each with the hash of what is installed', () => {
    const { dependencies, devDependencies } = JSON.parse(text('package.json')) as Record<string, object>;
    const [{ '': root = {}, ...installed }] = [packages];
    expect({ ...root.dependencies, ...root.devDependencies }).toEqual({ ...dependencies, ...devDependencies });
    // A package inside another one comes with it and is covered by its hash.
    const loose = Object.entries(installed).filter(
      ([path, { integrity }]) => integrity === undefined && path.lastIndexOf('node_modules/') === 0,
    );
    expect(loose.map(([path]) => path)).toEqual([]);
    expect(text('.ci/run')).toContain('npm ci\n');
  });

  it('need no install script but those that the README names', () => {
    const scripted = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    const paragraph = /^No package needs its install script[\s\S]*?\n\n/m.exec(text('README.md'))?.[0] ?? '';
    expect(scripted.filter((name) => !paragraph.includes(`\`${name}\``))).toEqual([]);
  });

  it('are audited in CI: a high or critical hole fails it, a lesser one does not', () => {
    expect(text('.ci/run')).toContain('npm run audit\n');
    expect(judgeAudit(JSON.stringify(counts(1, 0)))).toEqual({
      status: 1,
      line: 'audit: 0 critical, 1 high, 1 moderate, 2 low\n  a <2: high\nRun "npm audit" for what to do.',
    });
    expect(judgeAudit(JSON.stringify(counts(0, 1))).status).toBe(1);
    expect(judgeAudit(JSON.stringify(counts(0, 0)))).toEqual({
      status: 0,
      line: 'audit: 0 critical, 0 high, 1 moderate, 2 low',
    });
  });

  it('are passed over by the audit, aloud, where the registry does not answer', () => {
    const refused = JSON.stringify({ message: '405 Method Not Allowed', error: { summary: '', detail: '' } });
    expect(judgeAudit(refused)).toEqual({ status: 0, line: 'audit: not asked: 405 Method Not Allowed' });
    expect(judgeAudit('').status).toBe(0);
  });
});
