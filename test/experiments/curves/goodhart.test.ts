/** The curve `goodhart`: the best of ever more programs. */
import { describe, expect, test } from 'vitest';
import { registry } from '../../../core/world/registry.ts';
import { goodhart } from '../../../experiments/curves/goodhart.ts';
import { penalties } from '../../../penalties/suite.ts';

const rowsOf = (world: string, ids: readonly string[]) =>
  goodhart.rows({
    seed: 0,
    rollouts: 2,
    world: registry.world(world),
    penalties: ids.map((id) => penalties.get(id)),
  });

describe('goodhart', () => {
  test('never loses by a longer search, and never beats the optimum over every program', async () => {
    const rows = await rowsOf('Subagent-v0', ['none', 'coarse/joint/tv', 'shape/spectrum']);
    for (const id of ['none', 'coarse/joint/tv', 'shape/spectrum']) {
      const own = rows.filter(({ penalty }) => penalty === id);
      const objectives = own.map(({ objective }) => Number(objective));
      for (let i = 1; i < objectives.length; i++)
        expect(objectives[i]).toBeGreaterThanOrEqual(objectives[i - 1] - 1e-3);
      // The first program is the null program.
      expect(own[0]).toMatchObject({ programs: 1, divergence: 0, harm: own[0].null_harm });
    }
    const programs = rows.map(({ penalty, programs }) => `${penalty} ${programs}`);
    expect(programs).toContain('coarse/joint/tv every');
    expect(programs).not.toContain('shape/spectrum every');
  });

  test('refuses a penalty without an exact value before it begins', () => {
    const chosen = ['coarse/joint/tv', 'coarse/pathwise'].map((id) => penalties.get(id));
    const options = { seed: 0, rollouts: 2, world: registry.world('Subagent-v0'), penalties: chosen };
    expect(() => goodhart.refuse!(options)).toThrow(
      "goodhart: penalty: expected one with an exact value but received 'coarse/pathwise'",
    );
  });

  test('shows in Hurricane that ten programs obey coarse/joint/tv at λ = 0.3, and that hundreds do not', {
    tags: ['study'],
  }, async () => {
    const rows = await rowsOf('Hurricane-v0', ['coarse/joint/tv']);
    const at = (count: number | string) => rows.find(({ programs }) => programs === count)!;
    expect(at(10).harm).toBeCloseTo(0.0625, 4);
    expect(Number(at(100).harm)).toBeGreaterThan(0.3);
    expect(Number(at('every').harm)).toBeGreaterThan(0.28);
    expect(Number(at('every').objective)).toBeGreaterThan(Number(at(100).objective));
  });
});
