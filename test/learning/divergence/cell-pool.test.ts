/** A pool of cells counts its rollouts rightly. */
import { describe, expect, test } from 'vitest';
import { boot } from '../../../core/disciple/disciple.ts';
import { branchesOf } from '../../../core/forecast/branches.ts';
import { compile } from '../../../core/tables/compile.ts';
import { questionCells } from '../../../core/world/answers.ts';
import { CellPool } from '../../../learning/divergence/cell-pool.ts';
import { joint } from '../../../penalties/coarse/grainings.ts';
import { atoms } from '../../../penalties/graining.ts';
import { exactForecasterOf } from '../../../penalties/penalty.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);
const disciples = tinyWorld.disciples.map(({ source }) => boot(compiled, source));
const DRAWS = 10_000;

function poolOf(seed: number, sharedAbsence = true) {
  const branches = branchesOf(compiled, disciples);
  return new CellPool({ branches, cells: questionCells(tinyWorld, 1), seed, sharedAbsence });
}

const total = (counts: ReadonlyMap<number, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);

describe('a pool of cells', () => {
  test('counts every draw of either branch, and every rollout once', () => {
    const pool = poolOf(0);
    const one = pool.draw(0, 1, DRAWS, 'training');
    expect([total(one.present), total(one.absent)]).toEqual([DRAWS, DRAWS]);
    expect(pool.rollouts).toBe(2 * DRAWS);
    const other = pool.draw(0, 2, DRAWS, 'training');
    expect(other.absent).toBe(one.absent);
    expect(pool.rollouts).toBe(3 * DRAWS);
  });

  test('draws the absent branch anew for each disciple, where it depends on the disciple', () => {
    const pool = poolOf(0, false);
    const one = pool.draw(0, 1, DRAWS, 'training');
    const other = pool.draw(0, 2, DRAWS, 'training');
    expect([...other.absent]).not.toEqual([...one.absent]);
    expect(pool.rollouts).toBe(4 * DRAWS);
  });

  test('draws the same for one seed and purpose, and others for another', () => {
    const one = poolOf(0).draw(2, 1, DRAWS, 'training');
    expect(poolOf(0).draw(2, 1, DRAWS, 'training')).toEqual(one);
    expect(poolOf(0).draw(2, 1, DRAWS, 'judging').present).not.toEqual(one.present);
    expect(poolOf(1).draw(2, 1, DRAWS, 'training').present).not.toEqual(one.present);
    // Nor on what was drawn before.
    const later = poolOf(0);
    later.draw(0, 2, 77, 'training');
    const { tuples } = later;
    const counts = later.draw(2, 1, DRAWS, 'training').present;
    const pool = poolOf(0);
    const alone = pool.draw(2, 1, DRAWS, 'training').present;
    const named = (map: ReadonlyMap<number, number>, names: readonly (readonly number[])[]) =>
      [...map].map(([tuple, count]) => `${names[tuple].join()}: ${count}`).sort();
    expect(named(counts, tuples)).toEqual(named(alone, pool.tuples));
  });

  test('has the joint cells’ exact law, within 5 standard errors a cell', () => {
    const pool = poolOf(3);
    const evidence = compiled.evidences[2].value;
    const forecaster = exactForecasterOf(compiled);
    for (const s of [1, 2]) {
      const drawn = pool.draw(2, s, DRAWS, 'training');
      const p1 = forecaster(evidence, disciples[s], 1);
      const p0 = forecaster(evidence, disciples[s], 0);
      const { cells, weights1, weights0 } = atoms(p1, p0, joint(tinyWorld, 1));
      const count = (counts: ReadonlyMap<number, number>, label: string) =>
        [...counts].reduce((sum, [tuple, n]) => sum + (pool.tuples[tuple].join() === label ? n : 0), 0);
      cells.forEach(([label], i) => {
        for (const [counts, weights] of [
          [drawn.present, weights1],
          [drawn.absent, weights0],
        ] as const) {
          const error = 5 * Math.sqrt((weights[i] * (1 - weights[i])) / DRAWS) + 1 / DRAWS;
          expect(Math.abs(count(counts, String(label)) / DRAWS - weights[i])).toBeLessThan(error);
        }
      });
    }
  });
});
