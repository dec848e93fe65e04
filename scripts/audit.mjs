// `npm run audit`: asks the registry for known holes in what the lockfile names. Exit 1 at high or critical ones; 0 where
// there are none, and where the registry does not answer such a question (a mirror, no network), which is said.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const LONGEST_MS = 60_000;

/**
 * What an answer of `npm audit --json` means.
 * @param {string} text what npm printed; a registry that does not answer is told in it as an error.
 * @returns {{ status: 0 | 1, line: string }}
 */
export function judgeAudit(text) {
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    return { status: 0, line: 'audit: not asked: npm gave no answer' };
  }
  const counts = answer?.metadata?.vulnerabilities;
  if (counts === undefined) {
    const why = answer?.error?.summary || answer?.message || 'the registry does not answer';
    return { status: 0, line: `audit: not asked: ${String(why).split('\n')[0]}` };
  }
  const { high = 0, critical = 0, moderate = 0, low = 0 } = counts;
  const line = `audit: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low`;
  if (high + critical === 0) return { status: 0, line };
  const names = Object.values(answer.vulnerabilities ?? {})
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity, range }) => `  ${name} ${range}: ${severity}`);
  return { status: 1, line: [line, ...names, 'Run "npm audit" for what to do.'].join('\n') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const words = ['audit', '--json', '--audit-level=high', '--fetch-retries=0', '--fetch-timeout=20000'];
  const isWindows = process.platform === 'win32';
  const asked = spawnSync('npm', words, { encoding: 'utf8', timeout: LONGEST_MS, shell: isWindows });
  const { status, line } = judgeAudit(asked.stdout ?? '');
  console.log(line);
  process.exitCode = status;
}
