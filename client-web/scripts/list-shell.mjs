/** Lists what the application needs to open without a network, for the service worker to keep: `out/shell.json`. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const out = 'out';
/** The languages of fonts beyond these are fetched where they are needed, and kept from then on. */
const isWanted = (path) =>
  /\.(js|css|wasm)$/u.test(path) || /roboto-(latin|latin-ext)-.*\.woff2$/u.test(path);

const entries = await readdir(join(out, '_next/static'), { recursive: true, withFileTypes: true });
const files = entries
  .filter((entry) => entry.isFile())
  .map((entry) => `/${join(entry.parentPath, entry.name).slice(out.length + 1)}`)
  .filter(isWanted)
  .sort();
const pages = ['/', '/login/', '/register/'];
const digest = createHash('sha256');
for (const page of pages) digest.update(await readFile(join(out, page, 'index.html')));

const shell = {
  version: digest.digest('hex').slice(0, 16),
  files: [...pages, '/theme.js', '/manifest.webmanifest', '/icon.svg', ...files],
};
await writeFile(join(out, 'shell.json'), JSON.stringify(shell));
