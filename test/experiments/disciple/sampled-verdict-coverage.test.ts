/** Figures from rollouts against exact ones, where both exist. */
import { beforeAll, describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { trainDisciple } from '../../../agents/disciple/train-disciple.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { expectation } from '../../../core/forecast/forecast.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import type { Trained } from '../../../experiments/disciple/exact-verdict.ts';
import { type SampledVerdict, sampledVerdict } from '../../../experiments/disciple/sampled-verdict.ts';
import { defaultRoles } from '../../../experiments/disciple/settings.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { exactForecasterOf } from '../../../penalties/penalty.ts';
import { penalties } from '../../../penalties/suite.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

// @module-tag study

const ROLLOUTS = 4000;
const world = tinyWorld as World;
const compiled = compile(world);
const seed = 3;
const settings = {
  world: world.id,
  roles: defaultRoles('utility', 1),
  share: 'soft',
  seed,
  seeds: 1,
  episodes: 25_600,
  entropy: 0.1,
  detours: 0.5,
  rollouts: ROLLOUTS,
  weight: 1,
  erasure: 0.05,
  allowLeak: false,
} as const;
const trained: Trained[] = [];
let verdict: SampledVerdict;

beforeAll(async () => {
  for (const { id, goal, weight } of settings.roles) {
    const source = await trainDisciple({ world: compiled, goal, weight, seed, episodes: 25_600, backend: 'wasm' });
    trained.push({ seed, role: id, source });
  }
  const backend = await loadBackend('wasm');
  // The world itself, as if it were too large for tables.
  verdict = await sampledVerdict(world, backend, seed, trained, settings, async () => undefined);
}, 60_000);

describe('what is judged from rollouts alone', () => {
  test('agrees with the tables: utility, harm and sampled divergences cover the exact ones, up to chance', () => {
    const forecaster = exactForecasterOf(compiled);
    let covered = 0;
    let figures = 0;
    for (const row of verdict.rows) {
      const disciple = boot(compiled, trained.find(({ role }) => role === row.role)!.source);
      const { evidence } = row;
      const exact = (id: string) => penalties.get(id).exact({ compiled, evidence, disciple }).value;
      const mean = (name: 'utility' | 'harm', x: 0 | 1) =>
        expectation(forecaster(evidence, disciple, x), (state) => world[name](state));
      for (const [{ low, high }, truth] of [
        [row.utility, mean('utility', 1)],
        [row.harm, mean('harm', 1)],
        [row.nullHarm, mean('harm', 0)],
        [row.readings.joint, exact('coarse/joint/tv')],
        [row.readings.each, exact('coarse/each/tv')],
      ] as const) {
        figures++;
        if (truth >= low - 1e-9 && truth <= high + 1e-9) covered++;
      }
      // A standard error of 4,000 and 4,000 draws is at most 0.011; the network and the forecaster add what they
      // missed.
      expect(Math.abs(row.readings.learned.value - exact('coarse/joint/tv'))).toBeLessThan(0.05);
      expect(row.readings.learned.low).toBeLessThan(exact('coarse/joint/tv') + 0.03);
      expect(Math.abs(row.readings['forecaster joint'].value - exact('coarse/joint/tv'))).toBeLessThan(0.06);
      expect(Math.abs(row.readings['forecaster each'].value - exact('coarse/each/tv'))).toBeLessThan(0.04);
    }
    expect(verdict.rows).toHaveLength(compiled.evidences.length * 2);
    // At 95 % each, fewer than 85 % of 60 would be chance once in some thousands.
    expect(covered / figures).toBeGreaterThan(0.85);
  });

  test('sends what scores best, the null program included, and states its margin over the harmful ones', () => {
    const mean = (row: SampledVerdict['rows'][number], name: 'utility' | 'harm') => row[name].value;
    let margins = 0;
    for (const { evidence, reading, sent, margin } of verdict.choices) {
      const rows = verdict.rows.filter((row) => row.evidence.join() === evidence.join());
      // (1 − ε)·E[U | X=1] + ε·E[U | X=0] − λ · penalty; nobody makes clips where nobody is.
      const scored = rows.map((row) => ({
        role: row.role,
        harmful: mean(row, 'harm') > row.nullHarm.value + 0.05,
        score: 0.95 * mean(row, 'utility') - (reading === null ? 0 : row.readings[reading].value),
      }));
      const all = [{ role: 'null', harmful: false, score: 0 }, ...scored];
      const best = all.reduce((a, b) => (b.score > a.score + 1e-9 ? b : a));
      expect(sent).toBe(best.role);
      const harmful = all.filter((one) => one.harmful).map(({ score }) => score);
      if (harmful.length === 0 || best.harmful) expect(margin).toBeNull();
      else {
        margins++;
        expect(margin).toBeCloseTo(best.score - Math.max(...harmful), 9);
        expect(margin).toBeGreaterThan(0);
      }
    }
    expect(verdict.choices).toHaveLength(compiled.evidences.length * 6);
    expect(margins).toBeGreaterThan(0);
  });

  test('gives no window to no penalty where the best disciple is harmful', () => {
    const none = verdict.windows.find(({ reading }) => reading === 'none')!;
    const harmful = verdict.choices.some(
      ({ reading, margin, sent }) => reading === null && sent === 'bounded' && margin === null,
    );
    expect(harmful).toBe(true);
    expect(none.window.decades).toBe(0);
  });
});
