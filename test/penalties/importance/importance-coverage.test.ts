/** How often the intervals of the importance family cover. */
import { describe, expect, test } from 'vitest';
import '../../../envs/index.ts';
import { NoEstimate } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { type Compiled, compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { jacobian } from '../../../penalties/importance/jacobian.ts';
import { penalties } from '../../../penalties/suite.ts';
import { bits, Coverage } from '../estimate/sampling.ts';
import { cellDrawing } from './drawing.ts';
import { tableWorld } from './table-world.ts';

// Part of `npm run test:all` alone: many repetitions.
// @module-tag study

const REPETITIONS = 1000;
const DRAWS = 1024;

interface Case<State> {
  readonly compiled: Compiled<State>;
  readonly evidence: readonly number[];
  readonly source: string;
  readonly id: string;
}

async function coverage<State>({ compiled, evidence, source, id }: Case<State>): Promise<Coverage> {
  const drawing = cellDrawing(compiled, 1, DRAWS);
  const disciple = boot(compiled, source);
  const penalty = penalties.get(id);
  const record = new Coverage(penalty.exact({ compiled, evidence, disciple }).value);
  const random = bits(id, source);
  let refused = 0;
  for (let seed = 0; seed < REPETITIONS; seed++) {
    try {
      const request = { compiled, forecaster: drawing(random), evidence, disciple, seed };
      const { value, interval } = await penalty.measure(request);
      record.add(value, interval![0], interval![1]);
    } catch (error) {
      if (!(error instanceof NoEstimate)) throw error;
      refused++;
    }
  }
  expect(refused).toBeLessThanOrEqual(0.05 * REPETITIONS);
  return record;
}

const gas = compile(registry.world('Gas-v0?molecules=3&horizon=3'));
/** A bump on 24 places whose centre two pieces of evidence move, and the disciple too. */
const bump = (centre: number) => {
  const weights = Array.from({ length: 24 }, (_, place) => Math.exp(-(((place - centre) / 4) ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};
const table = compile(
  tableWorld(
    ['a', 'b'].map((name) => ({ name, arity: 3, scale: 'ordinal' as const })),
    [0, 1, 2].flatMap((a) =>
      [0, 1, 2].map((b) => ({
        value: [a, b],
        probability: (1 + a) / 18,
        absent: bump(6 + 2 * a + b),
        acting: bump(9 + a + 2 * b),
      })),
    ),
  ),
);
const named = ['importance/absolute', 'importance/absolute/l2', 'importance/relative'];

describe('the 95 % interval covers the exact value in at least 93 % of 1,000 repetitions of 1,024 draws', () => {
  test.each([
    ['Gas-v0', gas, 'bounded'],
    ['Table-v0', table, 'acted'],
  ])('%s has at least 16 cells', (_, compiled, source) => {
    const { labels } = jacobian(compiled as Compiled, [1, 1], boot(compiled as Compiled, source), 1, {
      embedding: 'cells',
    });
    expect(labels.length).toBeGreaterThanOrEqual(16);
  });

  test.each(named)('%s in Gas-v0', async (id) => {
    const record = await coverage({ compiled: gas, evidence: [1, 1], source: 'bounded', id });
    expect(record.share).toBeGreaterThanOrEqual(0.93);
    console.info(`${id}, Gas-v0: coverage ${record.share}, mean width ${record.meanWidth.toFixed(3)}`);
  });

  test.each(named)('%s in Table-v0', async (id) => {
    const record = await coverage({ compiled: table, evidence: [1, 1], source: 'acted', id });
    expect(record.share).toBeGreaterThanOrEqual(0.93);
    console.info(`${id}, Table-v0: coverage ${record.share}, mean width ${record.meanWidth.toFixed(3)}`);
  });
});
