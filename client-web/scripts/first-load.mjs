/** Prints how much script each page fetches before anything can be done on it, and fails where that is more than agreed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const out = 'out';
/** In kilobytes, packed. The engine is not in it: it loads beside the page, in a worker. */
const budgets = { '/login/': 200, '/register/': 200, '/': 350 };

let isOver = false;
for (const [page, budget] of Object.entries(budgets)) {
  const html = await readFile(join(out, page, 'index.html'), 'utf8');
  const scripts = new Set(
    [...html.matchAll(/<script\b(?![^>]*\bnoModule\b)[^>]*\bsrc="([^"]+)"/giu)].map(([, src]) => src),
  );
  let bytes = 0;
  for (const src of scripts) bytes += gzipSync(await readFile(join(out, src)), { level: 9 }).length;
  const size = bytes / 1000;
  process.stdout.write(`${page.padEnd(12)} ${size.toFixed(1)} of ${budget} kB of script, packed\n`);
  isOver ||= size > budget;
}
if (isOver) process.exitCode = 1;
