import { defineConfig } from 'vitest/config';

/** How fast the client is, by Chromium's own account: `npm run build` first, and a server that was built for release. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.perf.ts'],
    fileParallelism: false,
    // Only a failure is waited for to the end, also where a machine has other things to do.
    expect: { poll: { timeout: 30_000, interval: 50 } },
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
});
