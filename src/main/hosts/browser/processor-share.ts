import { writeFile } from 'node:fs/promises';

/** What a browser that stands by asks for while the stage needs the processor: a third of what another asks for (sched(7)). */
export const BEHIND = 5;
/** As any other. */
export const LEVEL = 0;

/** A browser's number comes a moment after its start; and Linux lets ten changes a second through, all programs together. */
const TRIES = 20;
const RETRY_MS = 120;

/**
 * Sets how much of a busy machine's processor time a browser gets, with all of its processes: Linux shares it among sessions first
 * (autogroups, sched(7)), and each browser is one of its own. Nothing changes where the system knows no such thing. Never rejects.
 * @param nice 0 to 19: each step takes a fifth off.
 */
export async function giveShare(browser: { readonly pid?: number | undefined }, nice: number): Promise<void> {
  if (process.platform !== 'linux') return;
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (browser.pid !== undefined && (await wasTaken(browser.pid, nice))) return;
    await new Promise((done) => setTimeout(done, RETRY_MS));
  }
}

/** False: it is to be asked again. */
async function wasTaken(pid: number, nice: number): Promise<boolean> {
  try {
    await writeFile(`/proc/${pid}/autogroup`, String(nice), { flag: 'r+' });
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'EAGAIN');
  }
}
