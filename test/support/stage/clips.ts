import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { projectRoot } from '../root.ts';
import { bundleForPage } from './bundle.ts';
import type { ClipRecipe } from './clip-recipe.ts';

const here = join(projectRoot(), 'test/support/stage');
const cache = join(projectRoot(), 'node_modules/.cache/mien-test-clips');

/** The clips of the recipes as files, made in the browser where they are not there from an earlier run. */
export async function testClips(
  context: BrowserContext,
  recipes: readonly ClipRecipe[],
): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const maker = createHash('sha256');
  for (const name of ['clip-maker-page.ts', 'clip-recipe.ts', 'pixel-code.ts'])
    maker.update(readFileSync(join(here, name)));
  const print = maker.digest('hex');
  const paths = recipes.map((recipe) => {
    const hash = createHash('sha256').update(print).update(JSON.stringify(recipe));
    return join(cache, `${hash.digest('hex').slice(0, 24)}.clip`);
  });
  const missing = recipes.flatMap((recipe, index) =>
    existsSync(paths[index]!) ? [] : [{ recipe, path: paths[index]! }],
  );
  if (missing.length > 0) {
    mkdirSync(cache, { recursive: true });
    const page = await context.newPage();
    try {
      // Encoders are for pages of a trusted origin only; nothing answers there, and nothing is asked.
      await page.route('http://localhost/**', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
      await page.goto('http://localhost/');
      await page.addScriptTag({ content: await bundleForPage(join(here, 'clip-maker-page.ts')) });
      for (const { recipe, path } of missing) {
        const text = await page.evaluate((wanted) => window.makeClip(wanted), recipe);
        writeFileSync(`${path}.${process.pid}`, Buffer.from(text, 'base64'));
        renameSync(`${path}.${process.pid}`, path);
      }
    } finally {
      await page.close();
    }
  }
  return paths.map((path) => new Uint8Array(readFileSync(path)));
}
