import { defineConfig } from 'vitest/config';

/** The client against a real server in a real browser: `npm run build` first. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    // One server and a browser with several people at a time are enough for two cores.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    bail: 1,
  },
});
