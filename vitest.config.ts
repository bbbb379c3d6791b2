import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: [
        'core/**/*.ts',
        'envs/**/*.ts',
        'learning/**/*.ts',
        'penalties/**/*.ts',
        'agents/**/*.ts',
        'judging/**/*.ts',
        'experiments/**/*.ts',
      ],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { 'core/**': { lines: 95 }, 'penalties/**': { lines: 95 } },
    },
  },
});
