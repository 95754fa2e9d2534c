import { defineConfig } from 'vitest/config';

/** The client against a real server in a real browser: `npm run build` first. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    // Each file has a server and a browser of its own: while the one waits, the other works.
    maxWorkers: 2,
    // Only a failure is waited for to the end, also where a machine has other things to do.
    expect: { poll: { timeout: 30_000, interval: 50 } },
    testTimeout: 300_000,
    hookTimeout: 120_000,
    bail: 1,
  },
});
