import { defineConfig } from 'vitest/config';

/** How fast the client is, by Chromium's own account: `npm run build` first, and a server that was built for release. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.perf.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
});
