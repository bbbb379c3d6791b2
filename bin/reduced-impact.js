#!/usr/bin/env node
// The command line: what is built; in a clone where nothing is built, the sources, through tsx.
import { existsSync } from 'node:fs';

const built = new URL('../dist/experiments/main.js', import.meta.url);
const sources = new URL('../experiments/main.ts', import.meta.url);

if (existsSync(built)) {
  await import(built.href);
} else if (existsSync(sources)) {
  const { register } = await import('tsx/esm/api');
  register();
  // Says that tsx runs, to this process and to those it forks.
  process.execArgv.push('--import', import.meta.resolve('tsx'));
  await import(sources.href);
} else {
  console.error('reduced-impact: nothing is built here; run: npm run build');
  process.exitCode = 2;
}
