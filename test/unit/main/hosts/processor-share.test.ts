import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BEHIND, LEVEL, giveShare } from '../../../../src/main/hosts/browser/processor-share.ts';

const shareOf = (pid: number | undefined): number =>
  Number(/nice (-?\d+)/.exec(readFileSync(`/proc/${pid}/autogroup`, 'utf8'))?.[1]);

describe.skipIf(!existsSync('/proc/self/autogroup'))(
  'the share of a browser that stands by (where Linux has autogroups)',
  () => {
    it('is smaller than that of the stage, and the same once it is called', async () => {
      // A session of its own, as each browser is.
      const child = spawn('sleep', ['60'], { detached: true });
      try {
        await giveShare(child, BEHIND);
        expect(shareOf(child.pid)).toBe(BEHIND);
        // Linux may say "ask again" to the second at once.
        await giveShare(child, LEVEL);
        expect(shareOf(child.pid)).toBe(0);
        expect(shareOf(process.pid)).toBe(0);
      } finally {
        child.kill();
      }
    });

    it('is given as soon as the browser has a number, and to one that is gone without a word', async () => {
      const browser: { pid: number | undefined } = { pid: undefined };
      const given = giveShare(browser, BEHIND);
      const child = spawn('sleep', ['60'], { detached: true });
      setTimeout(() => (browser.pid = child.pid), 200);
      await given;
      expect(shareOf(child.pid)).toBe(BEHIND);
      child.kill();
      await new Promise((done) => child.once('exit', done));
      await giveShare(browser, LEVEL);
    });
  },
);
