import { readFileSync } from 'node:fs';
import { startBrowser } from '../../../src/main/hosts/browser/browser-process.ts';
import type { DevtoolsEvent } from '../../../src/main/hosts/browser/devtools.ts';
import { chromiumPath } from '../chromium.ts';
import { processesOf } from '../browser-memory.ts';

/** The show's own browser with one page, of which nothing is asked but what a test asks. */
export interface BareStage {
  /** The browser's processes now. */
  processes(): readonly string[];
  /** What an expression is in the page. */
  evaluate(expression: string): Promise<unknown>;
  /** What an expression is in the worker of that name; rejects where there is none. */
  evaluateInWorker(script: RegExp, expression: string): Promise<unknown>;
  /** Nodes of the page that are not collected, after its garbage has been. */
  nodes(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens a page in the browser that a show starts. Playwright would listen to the page's network, for which Chromium keeps up to
 * 100 MB of what was loaded in each page and each worker: three times what a film of long files takes there.
 */
export async function openBareStage(address: string, size = { width: 1280, height: 720 }): Promise<BareStage> {
  const asRoot = process.getuid?.() === 0;
  const look = { address, headless: true, kiosk: false, cameraFile: null, asRoot, ...size };
  const browser = await startBrowser(chromiumPath(), look);
  const { devtools } = browser;
  // Each of its processes has it on its command line.
  const profile =
    /--user-data-dir=([^\0]+)/.exec(readFileSync(`/proc/${browser.running.pid}/cmdline`, 'utf8'))?.[1] ?? '';
  const workers = new Map<string, string>();
  devtools.onEvent(({ method, params }: DevtoolsEvent) => {
    if (method !== 'Target.attachedToTarget') return;
    const { sessionId, targetInfo } = params as { sessionId: string; targetInfo: { url: string } };
    workers.set(targetInfo.url, sessionId);
  });
  const pageId = async (): Promise<string> => {
    for (;;) {
      const { targetInfos } = await devtools.call('Target.getTargets');
      const page = (targetInfos as { targetId: string; url: string }[]).find(({ url }) => url.startsWith(address));
      if (page !== undefined) return page.targetId;
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  const { sessionId } = await devtools.call('Target.attachToTarget', { targetId: await pageId(), flatten: true });
  const page = String(sessionId);
  await devtools.call('Performance.enable', {}, page);
  const auto = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
  await devtools.call('Target.setAutoAttach', auto, page);

  const evaluate = async (expression: string, session: string): Promise<unknown> => {
    const asked = { expression, returnByValue: true, awaitPromise: true };
    const { result, exceptionDetails } = await devtools.call('Runtime.evaluate', asked, session);
    if (exceptionDetails !== undefined) throw new Error(`the page threw: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value?: unknown }).value;
  };
  return {
    processes: () => processesOf(profile),
    evaluate: (expression) => evaluate(expression, page),
    evaluateInWorker: (script, expression) => {
      const session = [...workers].findLast(([url]) => script.test(url))?.[1];
      if (session === undefined) return Promise.reject(new Error(`no worker of ${script.source}`));
      return evaluate(expression, session);
    },
    nodes: async () => {
      await devtools.call('HeapProfiler.collectGarbage', {}, page);
      const { metrics } = await devtools.call('Performance.getMetrics', {}, page);
      return (metrics as { name: string; value: number }[]).find(({ name }) => name === 'Nodes')?.value ?? Number.NaN;
    },
    close: () => browser.close(),
  };
}
