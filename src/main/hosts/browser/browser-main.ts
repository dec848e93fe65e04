import { runShow } from '../../run-show.ts';
import type { ShowOptions } from '../../show-options.ts';
import { createBrowserHost, type BrowserHostOptions } from './browser-host.ts';

/** The show in a browser on loopback, in this very process. @returns the exit status. */
export function runInBrowser(host: BrowserHostOptions, options: ShowOptions): Promise<0 | 1> {
  return runShow(createBrowserHost(host), options);
}
