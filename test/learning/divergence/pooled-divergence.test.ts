/** A divergence that is learned from a pool is close to the exact one. */
import { beforeAll, describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { type Branches, branchesOf } from '../../../core/forecast/branches.ts';
import { compile } from '../../../core/tables/compile.ts';
import { questionCells } from '../../../core/world/answers.ts';
import { type Backend, loadBackend } from '../../../learning/backend/backend.ts';
import { CellPool } from '../../../learning/divergence/cell-pool.ts';
import { PooledDivergence } from '../../../learning/divergence/pooled-divergence.ts';
import { countedMeasurement } from '../../../penalties/estimate/learned.ts';
import { penalties } from '../../../penalties/suite.ts';
import { testBackend } from '../../backend.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend(testBackend);
});

const DRAWS = 20_000;

/** A network for all (e, S) of some branches, trained. */
function trainedOn<State>(
  branches: Branches<State>,
  cells: (state: State) => readonly number[],
  options: {
    readonly arities: readonly number[];
    readonly disciples: number;
    readonly seed: number;
    readonly draws: number;
    readonly updates: number;
  },
) {
  const { arities, disciples, seed, draws, updates } = options;
  const pool = new CellPool({ branches, cells, seed, sharedAbsence: true });
  const cases = branches.evidences.flatMap((_, e) =>
    Array.from({ length: disciples - 1 }, (_, i) => pool.draw(e, i + 1, draws, 'training')),
  );
  const evidences = branches.evidences.map(({ value }) => value);
  const network = new PooledDivergence({ backend, pool, cases, evidences, arities, disciples, seed, updates });
  while (!network.done) network.step();
  return { pool, cases, network };
}

describe('one network for all (e, S) of the tiny world', () => {
  const compiled = compile(tinyWorld);
  const disciples = tinyWorld.disciples.map(({ source }) => boot(compiled, source));
  const branches = branchesOf(compiled, disciples);
  const train = (seed: number, updates = 200) =>
    trainedOn(branches, questionCells(tinyWorld, 1), {
      arities: tinyWorld.evidence.variables.map(({ arity }) => arity),
      disciples: disciples.length,
      seed,
      draws: DRAWS,
      updates,
    });

  // Standard error of a difference of proportions at most 0.005, and what the network has not learned.
  test.each([0, 1, 2])(
    'is within 0.03 of the exact tv and js of every one, its lower end below the tv: seed %i',
    (seed) => {
      const { pool, cases, network } = train(seed);
      let below = 0;
      let slack = 0;
      for (const { e, s } of cases) {
        const counted = network.judge(pool.draw(e, s, DRAWS, 'judging'));
        const request = { compiled, evidence: compiled.evidences[e].value, disciple: disciples[s] };
        const exact = (name: string) => penalties.get(`coarse/joint/${name}`).exact(request).value;
        const tv = countedMeasurement('tv', counted);
        expect(Math.abs(tv.parts.raw - exact('tv'))).toBeLessThanOrEqual(0.03);
        expect(Math.abs(countedMeasurement('js', counted).value - exact('js'))).toBeLessThanOrEqual(0.03);
        if (tv.parts.lower99 < exact('tv')) below++;
        slack += exact('tv') - tv.parts.lower99;
      }
      // Of 12 at 99 %, two or more fail with probability 0.006.
      expect(below).toBeGreaterThanOrEqual(cases.length - 1);
      expect(slack / cases.length).toBeLessThanOrEqual(0.03);
      network.dispose();
    },
  );

  test('learns the same a second time, and leaves no tensor behind', () => {
    const before = backend.tf.memory().numTensors;
    const one = train(5, 40);
    const other = train(5, 40);
    expect(other.network.judge(other.cases[3])).toEqual(one.network.judge(one.cases[3]));
    one.network.dispose();
    other.network.dispose();
    expect(backend.tf.memory().numTensors).toBe(before);
  });
});

describe('more rows than an update takes', () => {
  const DISCIPLES = 30;
  const CELLS = 8;
  const EVIDENCES = 6;
  /**
   * By disciple and evidence, cell c has probability proportional to 1 + ½ sin(s c + e); without a disciple all are
   * even.
   */
  const laws = Array.from({ length: EVIDENCES * DISCIPLES }, (_, i) => {
    const weights = Array.from(
      { length: CELLS },
      (_, c) => 1 + 0.5 * Math.sin((i % DISCIPLES) * c + Math.floor(i / DISCIPLES)),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / sum);
  });
  const even = Array.from({ length: CELLS }, () => 1 / CELLS);
  const law = (e: number, s: number, x: 0 | 1) => (x === 1 ? laws[e * DISCIPLES + s] : even);
  const branches: Branches<{ readonly cell: number }> = {
    evidences: Array.from({ length: EVIDENCES }, (_, e) => ({ value: [e], probability: 1 / EVIDENCES })),
    sample(e, s, x, uniform) {
      let left = uniform();
      const cell = law(e, s, x).findIndex((p) => {
        left -= p;
        return left < 0;
      });
      return { cell: cell < 0 ? CELLS - 1 : cell };
    },
  };

  test('are all seen, and read within 0.03 on average of the exact tv', () => {
    const options = { arities: [EVIDENCES], disciples: DISCIPLES, seed: 0, draws: 2000, updates: 300 };
    const { pool, cases, network } = trainedOn(branches, ({ cell }) => [cell], options);
    expect(network.rows).toBe(EVIDENCES * (DISCIPLES - 1) * CELLS);
    expect(network.rows).toBeGreaterThan(1024);
    expect(network.batch).toBeLessThanOrEqual(1024);
    let error = 0;
    for (const { e, s } of cases) {
      const exact = law(e, s, 1).reduce((sum, p, c) => sum + 0.5 * Math.abs(p - law(e, s, 0)[c]), 0);
      error += Math.abs(countedMeasurement('tv', network.judge(pool.draw(e, s, 2000, 'judging'))).parts.raw - exact);
    }
    // One reading has a standard error of about 0.016, so |error| averages 0.013 where all is learned.
    expect(error / cases.length).toBeLessThan(0.03);
    network.dispose();
  });
});
