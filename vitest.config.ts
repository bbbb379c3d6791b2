/** How the tests run. A test without a tag is part of `npm test`; a tagged one runs only in `npm run test:all`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    // The compiler tests the types, in `npm run check`, and with `--typecheck` here.
    typecheck: { include: ['test/**/*.test-d.ts'] },
    // A test that checks nothing fails: a loop over an empty list is no test.
    expect: { requireAssertions: true },
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    maxWorkers: '100%',
    // Several times what the slowest takes on two quiet cores.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    tags: [
      {
        name: 'study',
        description: 'Many repetitions or a large world: coverage of intervals, whole trainings.',
        timeout: 240_000,
      },
      {
        name: 'system',
        description: 'Processes that are killed or packed, other backends: what depends on Node or the machine.',
        timeout: 240_000,
      },
    ],
    coverage: {
      provider: 'v8',
      include: [
        'core/**/*.ts',
        'envs/**/*.ts',
        'learning/**/*.ts',
        'penalties/**/*.ts',
        'agents/**/*.ts',
        'judging/**/*.ts',
        'pictures/**/*.ts',
        'experiments/**/*.ts',
      ],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { 'core/**': { lines: 95 }, 'penalties/**': { lines: 95 }, 'judging/**': { lines: 95 } },
    },
  },
});
