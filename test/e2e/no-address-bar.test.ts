import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { startBrowser } from '../../src/main/hosts/browser/browser-process.ts';
import { chromiumPath } from '../support/chromium.ts';

/** By then a browser has made ready what it wants to have ready. */
const SETTLED_MS = 3000;

it('a browser that starts makes no address bar ready beside the stage: the film of the browser before it would lack the time', async () => {
  const server = createServer((_, answer) => answer.end('<title>stage</title>'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const asRoot = process.getuid?.() === 0;
  const look = { headless: true, kiosk: true, cameraFile: null, asRoot, width: 640, height: 360 };
  const browser = await startBrowser(chromiumPath(), { ...look, address });
  try {
    await new Promise((done) => setTimeout(done, SETTLED_MS));
    const { targetInfos } = await browser.devtools.call('Target.getTargets', { filter: [{}] });
    const urls = (targetInfos as { url: string }[]).map(({ url }) => url);
    expect(urls).toContain(address);
    expect(urls.filter((url) => url.includes('omnibox'))).toEqual([]);
  } finally {
    await browser.close();
    server.close();
  }
});
