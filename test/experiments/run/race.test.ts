/** Another process takes a run directory's place in the moment in which --force has moved the old run aside. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { sweep } from '../../../experiments/run/place.ts';
import { Run } from '../../../experiments/run/run.ts';
import { temporaryFolder } from '../command.ts';
import { refusalOf } from './refusal.ts';

let intrude: () => void = () => {};

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  return {
    ...fs,
    renameSync(from: string, to: string) {
      fs.renameSync(from, to);
      if (basename(to) === 'old') intrude();
    },
  };
});

const folder = temporaryFolder();
const path = join(folder, 'run');

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the old run is kept, and the message names its path', () => {
  const beginning = { command: 'train', settings: {}, versions: { 'reduced-impact': '0.0.0' } };
  const run = Run.begin(path, beginning, false);
  run.finish({ 'summary.csv': 'old\n' });
  run.release();
  intrude = () => {
    mkdirSync(path);
    writeFileSync(join(path, 'theirs'), '');
  };
  const refusal = refusalOf(() => Run.begin(path, beginning, true));
  expect(refusal).toMatch(/the run that was there is now in \S+: expected nothing .* \((ENOTEMPTY|EEXIST)\)$/);
  const old = /now in (\S+):/.exec(refusal)![1];
  expect(readFileSync(join(old, 'summary.csv'), 'utf8')).toBe('old\n');
  expect(readdirSync(path)).toEqual(['theirs']);
  sweep(dirname(path));
  expect(readFileSync(join(old, 'summary.csv'), 'utf8')).toBe('old\n');
});
