/** The command `calibrate`: its tables, and what it refuses. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readingsOf } from '../../../experiments/calibrate/bins.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';
import { command, read, rows, succeed, temporaryFolder, WORLD } from '../command.ts';

const folder = temporaryFolder();
const SMALL = ['--updates', '100', '--rollouts', '2000', '--repetitions', '5', '--backend', 'wasm'];
const run = join(folder, 'run');
let printed: string;
let told: string;

beforeAll(async () => {
  const result = await succeed(['calibrate', '--only', '--world', WORLD, ...SMALL, '--out', run]);
  printed = result.stdout;
  told = result.stderr;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The lines of a table as records. */
function table(name: string, directory = run): Record<string, string>[] {
  const [columns, ...lines] = rows(read(directory, name));
  return lines.map((line) => Object.fromEntries(columns.map((column, i) => [column, line[i]])));
}

describe('calibrate', () => {
  test('judges every evidence value and library disciple but the null program', () => {
    const cases = table('cases.csv');
    expect(cases).toHaveLength(6 * 2);
    expect(new Set(cases.map(({ disciple }) => disciple))).toEqual(new Set(['bounded', 'careful']));
    for (const one of cases) {
      const [tv, low, high, lower] = [one.learned_tv, one.tv_low, one.tv_high, one.tv_lower99].map(Number);
      expect(Math.max(0, Math.min(1, tv))).toBeGreaterThanOrEqual(low);
      expect(tv).toBeLessThanOrEqual(high);
      expect(lower).toBeLessThanOrEqual(low);
      // 2,000 draws a branch: standard error at most 0.016.
      expect(Math.abs(tv - Number(one.exact_tv))).toBeLessThan(0.08);
      expect(Math.abs(Number(one.learned_js) - Number(one.exact_js))).toBeLessThan(0.08);
    }
  });

  test('sums them up by what is in the table of cases', () => {
    const [summary, ...others] = table('summary.csv');
    expect(others).toEqual([]);
    const cases = table('cases.csv');
    const errors = cases.map((one) => Math.abs(Number(one.learned_tv) - Number(one.exact_tv)));
    expect(Number(summary.cases)).toBe(cases.length);
    expect(Number(summary.updates)).toBe(100);
    expect(Number(summary.tv_greatest_error)).toBe(Math.max(...errors));
    expect(Number(summary.tv_mean_error)).toBeCloseTo(errors.reduce((a, b) => a + b, 0) / errors.length, 12);
    const below = cases.filter((one) => Number(one.tv_lower99) < Number(one.exact_tv)).length / cases.length;
    expect(Number(summary.share_below)).toBeCloseTo(below, 12);
    // Two thousand fresh draws of each case, and of the branch without a disciple once an evidence value.
    expect(Number(summary.judging_rollouts)).toBe((12 + 6) * 2000);
    expect(Number(summary.training_rollouts)).toBe((12 + 6) * 20_000);
  });

  test('compares one network with one each, on as many updates and on as many rows', () => {
    const [one, updates, seen] = table('networks.csv');
    expect([one, updates, seen].map(({ cases }) => cases)).toEqual(['12', '12', '12']);
    expect(Number(updates.updates_each)).toBe(Math.round(100 / 12));
    expect(Number(seen.rows)).toBe(Number(one.rows));
  });

  test('measures variances at each erasure, and judges by observed counterfactuals, which hold unequal draws', () => {
    const variance = table('variance.csv');
    expect(variance.map(({ erasure }) => erasure)).toEqual(['simulated', '0.5', '0.1', '0.01']);
    const judged = table('judged.csv');
    expect(judged).toHaveLength(2 * 4);
    for (const { erasure, draws1, draws0, low, high, exact_tv } of judged) {
      if (erasure === 'simulated') expect([draws1, draws0]).toEqual(['2000', '2000']);
      else {
        const share = Number(erasure);
        // Three sources; binomial, so within 5 standard deviations.
        expect(Math.abs(Number(draws1) - 2000 * (1 - share))).toBeLessThan(5 * Math.sqrt(2000 * share));
        expect(Math.abs(Number(draws0) - 6000 * share)).toBeLessThan(5 * Math.sqrt(6000 * share));
      }
      // Half the width allowed again, for 8 intervals of 95 % and what 100 updates leave unlearned.
      const margin = (Number(high) - Number(low)) / 2 + 0.02;
      expect(Number(exact_tv)).toBeGreaterThan(Number(low) - margin);
      expect(Number(exact_tv)).toBeLessThan(Number(high) + margin);
    }
  });

  test('bins the logits of both disciples that it looks at, each branch’s masses summing to 1', () => {
    for (const disciple of ['bounded', 'careful']) {
      const bins = new Map(
        table('bins.csv')
          .filter((line) => line.disciple === disciple)
          .map((line) => [line.logit_up_to, line]),
      );
      expect(bins.size).toBe(6);
      for (const mass of ['mass1', 'mass0'])
        expect([...bins.values()].reduce((sum, line) => sum + Number(line[mass]), 0)).toBeCloseTo(1, 9);
      expect(printed).toContain(`${disciple}, reliability=0 draught=0: what the network has learned to see`);
    }
    expect(printed).toContain('vase: Is the vase broken?');
  });

  test('prints lines of at most 120 characters, and how far it is', () => {
    for (const line of printed.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120);
    expect(told).toContain('tfjs backend: wasm');
    expect(told).toContain('calibrate 60 %');
  });

  test('refuses to resume what is complete', async () => {
    expect((await command(['calibrate', '--resume', run])).stderr).toContain('is complete');
  });

  test('shows the tables and the (e, S) that were asked for, alone', { tags: ['system'] }, async () => {
    const out = join(folder, 'bins');
    const args = ['--table', 'bins', '--disciple', 'careful', '--evidence', '1,2'];
    const { stdout } = await succeed([
      'calibrate',
      '--only',
      '--world',
      WORLD,
      ...SMALL,
      ...args,
      '--json',
      '--out',
      out,
    ]);
    const { worlds, bins, networks } = JSON.parse(stdout);
    expect([worlds, networks]).toEqual([[], undefined]);
    expect(bins).toHaveLength(1);
    expect(bins[0]).toMatchObject({ disciple: 'careful', evidence: [1, 2] });
    const ends = bins[0].bins.map(({ low, high }: { low: unknown; high: unknown }) => [low, high]);
    expect([ends[0], ends.at(-1)]).toEqual([
      ['-Infinity', -4],
      [4, 'Infinity'],
    ]);
  });

  test.each([
    [['--world', 'Hurrican-v0'], "unknown world 'Hurrican-v0'. Did you mean 'Hurricane-v0'?"],
    [['--updates', '0'], 'updates: expected an integer ≥ 1 but received 0'],
    [['--table', 'bin'], "table: expected one of worlds, networks, counterfactuals, bins but received 'bin'"],
    [['--only', '--world', WORLD, '--disciple', 'carefull'], "Did you mean 'careful'?"],
    [['--resume', 'nowhere', '--only'], '--resume: expected nothing else but received --only'],
  ])('refuses %j with one line and exit code 2', { tags: ['system'] }, async (args, message) => {
    const { code, stderr, stdout } = await command(['calibrate', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(message);
  });
});

test('names the readings of a cell', () => {
  const [clips, vase] = tinyWorld.questions;
  expect([readingsOf(vase, 1), readingsOf(clips, 1), readingsOf({ grain: 0.1, origin: 0.2 }, 1)]).toEqual([
    '1',
    '[4, 8)',
    '[0.3, 0.4)',
  ]);
});
