/** Bundles the service worker into one classic script in `public/`, since not every browser takes modules there. */
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

await build({
  input: at('src/service-worker/sw.ts'),
  resolve: { alias: { '@': at('src') } },
  output: { file: at('public/sw.js'), format: 'iife', minify: true },
  logLevel: 'warn',
});
