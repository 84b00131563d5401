import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/setup/build.ts', 'test/setup/install-redis.ts', 'test/setup/install-browser.ts'],
    // Half of the time tests wait for sockets and clocks, so that three workers fit two cores.
    maxWorkers: 3,
    // Clocks of 50 to 300 ms are held for real, which a machine busy with others may be late for. Five times is a failure;
    // the report names what needed another go.
    retry: 4,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['functions/**/*.ts', 'shared/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      reportsDirectory: 'reports/coverage',
      thresholds: { lines: 90, branches: 90 },
    },
  },
});
