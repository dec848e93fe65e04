import { spawn } from 'node:child_process';
import { patienceMs } from '../../patience.ts';
import { exitOf, surroundings, type BrowserOrder } from './running-browser.ts';

/** On a calm machine. The program looks for a browser on its profile before anything else. */
const HANDED_OVER_MS = 5000;

/**
 * Gives a browser that runs without a window one, as its own command line would have: the same program, started on the same
 * profile, hands its page over to the browser and ends. (A window asked for over the DevTools protocol has tabs, and keys that no page
 * can keep from it.) Rejects where the browser does not take it.
 * @param order the browser's own, but for the page.
 */
export async function openWindow({ path, flags, profileFolder }: BrowserOrder): Promise<void> {
  // Nobody would hold the pipes of this one.
  const words = flags.filter((flag) => flag !== '--remote-debugging-pipe');
  const child = spawn(path, words, { stdio: 'ignore', env: surroundings(profileFolder) });
  // Where the browser has just gone it would become one, which no show knows of.
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs(HANDED_OVER_MS));
  const how = await exitOf(child);
  clearTimeout(timer);
  if (child.exitCode !== 0) throw new Error(`the browser that stood by opens no window: ${how}`);
}
