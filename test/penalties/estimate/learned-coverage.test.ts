/** How often the interval of a learned divergence covers. */
import { describe, expect, test } from 'vitest';
import '../../../envs/index.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { type Compiled, compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { type LearnedDivergenceName, statistics } from '../../../learning/divergence/statistic.ts';
import { joint } from '../../../penalties/coarse/grainings.ts';
import { countedMeasurement, learnedMeasurement } from '../../../penalties/estimate/learned.ts';
import { atoms } from '../../../penalties/graining.ts';
import { exactForecasterOf } from '../../../penalties/penalty.ts';
import { bits, Coverage, law, multinomial } from './sampling.ts';

// Part of `npm run test:all` alone: many repetitions.
// @module-tag study

const REPETITIONS = 1000;
const DRAWS = 1024;

/** Exact laws of the joint cells of one (e, S), and the logit of the best discriminator there. */
function cells(id: string, evidence: readonly number[], source: string) {
  const compiled = compile(registry.world(id)) as Compiled;
  const forecaster = exactForecasterOf(compiled);
  const disciple = boot(compiled, source);
  const { weights1, weights0 } = atoms(
    forecaster(evidence, disciple, 1),
    forecaster(evidence, disciple, 0),
    joint(compiled.world, 1),
  );
  // A network's logits are finite; ± 8 is as sure as a trained one gets.
  const best = weights1.map((p, i) => Math.max(-8, Math.min(8, Math.log(p / weights0[i]))));
  return { weights1, weights0, best };
}

const worlds = {
  'Hurricane-v0, steered': cells('Hurricane-v0?side=4', [0, 0], 'made - 10 * struck'),
  'Hurricane-v0, wrecked': cells('Hurricane-v0?side=4', [0, 0], 'struck'),
  'Election-v0, modest': cells('Election-v0?horizon=4', [0, 0, 0, 0, 0, 1], 'min(reach, 3) - 10 * captured'),
  'Election-v0, taken over': cells('Election-v0?horizon=4', [0, 0, 0, 0, 0, 1], 'reach'),
};

/**
 * Branches that differ all but surely. Of 2,000 draws, two in three samples have none of the rare cell of its branch.
 */
const saturated = {
  weights1: Float64Array.of(0.9999, 0.0001),
  weights0: Float64Array.of(0.0001, 0.9999),
  best: Float64Array.of(9.2, -9.2),
};

/** A trained network, and one that has it wrong in every fourth cell. */
const networks: Record<string, (best: Float64Array) => Float64Array> = {
  'the best A': (best) => best,
  'a mistaken A': (best) => best.map((logit, i) => (i % 4 === 3 ? -logit / 2 : logit)),
};

/** One fresh draw's logits: as many copies of each cell's as it was drawn. */
function logitsOf(counts: Int32Array, logits: Float64Array, draws: number): Float32Array {
  const out = new Float32Array(draws);
  let at = 0;
  counts.forEach((count, cell) => {
    out.fill(logits[cell], at, at + count);
    at += count;
  });
  return out;
}

function coverageOf(name: LearnedDivergenceName, world: string, network: string, draws = DRAWS): Coverage {
  const { weights1, weights0, best } = { ...worlds, 'nearly saturated': saturated }[world]!;
  const logits = networks[network](best).map(Math.fround);
  const { term1, term0, value } = statistics[name];
  const mean = (weights: Float64Array, term: (logit: number) => number) =>
    weights.reduce((sum, p, i) => sum + p * term(logits[i]), 0);
  const record = new Coverage(Math.max(0, value(mean(weights1, term1), mean(weights0, term0))));
  const random = bits('learned', name, world, network);
  const [law1, law0] = [law(weights1), law(weights0)];
  const counts = new Int32Array(logits.length);
  const draw = (of: typeof law1) => {
    multinomial(of, draws, random, counts);
    return logitsOf(counts, logits, draws);
  };
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const present = draw(law1);
    const measured = learnedMeasurement(name, { present, absent: draw(law0) });
    record.add(measured.value, ...measured.interval!);
  }
  console.info(
    `learned/${name}, ${world}, ${network}: mean ${record.mean.toFixed(4)}, coverage ${record.share.toFixed(3)}, ` +
      `width ${record.meanWidth.toFixed(4)} = ${record.relativeWidth.toFixed(2)} × the range of the estimates`,
  );
  return record;
}

/** P(k of n) for each k below `most`, each of the n with probability p. */
function binomial(n: number, p: number, most: number): number[] {
  let chance = (1 - p) ** n;
  return Array.from({ length: most }, (_, k) => {
    const here = chance;
    chance *= ((n - k) / (k + 1)) * (p / (1 - p));
    return here;
  });
}

const cases = (Object.keys(worlds) as (keyof typeof worlds)[]).flatMap((world) =>
  Object.keys(networks).map((network) => [world, network] as const),
);

describe('with a frozen network, fresh draws cover what it sees in at least 93 % of 1,000 repetitions', () => {
  test.each(Object.entries(worlds))('%s has at least 16 cells that are drawn', (_, { weights1, weights0 }) => {
    const likely = weights1.filter((p, i) => DRAWS * (p + weights0[i]) >= 1);
    expect(likely.length).toBeGreaterThanOrEqual(16);
  });

  test.each(cases)('tv: Newcombe’s interval of p₁(A) − p₀(A), %s, %s', (world, network) => {
    const record = coverageOf('tv', world, network);
    expect(record.share).toBeGreaterThanOrEqual(0.93);
    expect(record.relativeWidth).toBeLessThan(2);
  });

  test.each(Object.keys(worlds) as (keyof typeof worlds)[])('js: the mean of the variational terms, %s', (world) => {
    const record = coverageOf('js', world, 'the best A');
    expect(record.share).toBeGreaterThanOrEqual(0.93);
  });

  test('js: branches that are nearly saturated', () => {
    const record = coverageOf('js', 'nearly saturated', 'the best A', 2000);
    expect(record.share).toBeGreaterThanOrEqual(0.93);
    // Half of three unseen in 2,000, at 13.3 bits: 0.01 on either side of the value, above which it is clipped at 1.
    expect(record.meanWidth).toBeLessThan(0.02);
  });

  test.each([
    [0.0001, 0.0001],
    [0.0008, 0.0008],
    [0.003, 0.003],
    [0.01, 0.01],
    [0.0015, 0.000_001],
    [0.006, 0.000_001],
  ])('js: a rare cell in either branch, %d of one and %d of the other, by exact binomial laws', (rare1, rare0) => {
    const [n, most] = [2000, 60];
    const [sure, unsure] = [9.2, -9.2];
    const { term1, term0, value } = statistics.js;
    const truth = value(
      (1 - rare1) * term1(sure) + rare1 * term1(unsure),
      (1 - rare0) * term0(unsure) + rare0 * term0(sure),
    );
    const [law1, law0] = [rare1, rare0].map((rare) => binomial(n, rare, most));
    let covered = 0;
    for (let k1 = 0; k1 < most; k1++) {
      for (let k0 = 0; k0 < most; k0++) {
        const counted = { logits: [sure, unsure], counts1: [n - k1, k1], counts0: [k0, n - k0] };
        const [low, high] = countedMeasurement('js', counted).interval!;
        if (low <= truth && truth <= high) covered += law1[k1] * law0[k0];
      }
    }
    expect(covered).toBeGreaterThanOrEqual(0.93);
  });
});
