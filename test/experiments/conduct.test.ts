/** A run ends with its report, and never fails because of it. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { conduct, type Experiment } from '../../experiments/conduct.ts';
import { read, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  printed.mockRestore();
  told.mockRestore();
});

/** A training that does nothing. Before it ends, `spoil` is given its directory. */
function experiment(spoil: (directory: string) => void): Experiment<object, null> {
  return {
    command: 'train',
    prepare: async (settings) => ({ ready: null, settings, fingerprints: {}, notes: [] }),
    work: async (run) => {
      await run.once('work', () => 1);
      spoil(dirname(run.file('config.json')));
      const steps = 'seed,iteration,reward,utility,penalty,unpenalised_utility\n0,10,0,0,0,0\n';
      return {
        csv: { 'steps.csv': steps, 'summary.csv': 'a\n1\n' },
        json: null,
        text: 'done',
        question: 'What?',
        answer: 'That.',
      };
    },
  };
}

test('a run leaves its figures and its report, made after everything else', async () => {
  const out = join(folder, 'whole');
  await conduct(
    experiment(() => {}),
    {},
    { out },
  );
  expect(read(out, 'report.html')).toContain('That.');
  expect(existsSync(join(out, 'figures/learning.svg'))).toBe(true);
  expect(JSON.parse(read(out, 'events.jsonl').trimEnd().split('\n').at(-1)!)).toMatchObject({
    type: 'end',
    question: 'What?',
    answer: 'That.',
  });
});

test('a run whose report cannot be written says why in one line, and is complete', async () => {
  const out = join(folder, 'spoilt');
  await conduct(
    experiment((directory) => writeFileSync(join(directory, 'figures'), '')),
    {},
    { out },
  );
  expect(existsSync(join(out, 'summary.csv'))).toBe(true);
  expect(existsSync(join(out, 'report.html'))).toBe(false);
  const lines = told.mock.calls.map(([line]) => String(line)).filter((line) => line.startsWith('no report of'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^no report of .*spoilt: .*\n$/);
  expect(printed.mock.calls.some(([text]) => String(text).includes('done'))).toBe(true);
});
