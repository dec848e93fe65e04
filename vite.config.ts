import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const pages = join(import.meta.dirname, 'src/renderer');
const entries = ['stage', 'console', 'studio'].filter((page) => existsSync(join(pages, page, 'index.html')));

/** The pages: dist/pages/stage/index.html and so on. Addresses are relative, so any host can carry them. */
export default defineConfig({
  root: pages,
  base: './',
  publicDir: false,
  build: {
    outDir: join(import.meta.dirname, 'dist/pages'),
    emptyOutDir: true,
    // Chromium only: Electron's own, or an installed one not older than two years.
    target: 'chrome128',
    // Nothing as a data: address, so that the pages' content security policy can stay narrow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: Object.fromEntries(entries.map((page) => [page, join(pages, page, 'index.html')])),
    },
  },
});
