/** The learned forecaster where it is used: against the exact joint and each, and where nothing is compiled. */
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { boot, type Disciple } from '../../../core/disciple/disciple.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import type { World } from '../../../core/world/world.ts';
import { TOWN } from '../../../envs/paperclip-factory/town-size.ts';
import type { FactoryState } from '../../../envs/paperclip-factory/world.ts';
import { trainForecaster } from '../../../learning/forecaster/learned-forecaster.ts';
import { penalties } from '../../../penalties/suite.ts';
import { testBackend } from '../../backend.ts';

// Part of `npm run test:all` alone: many repetitions.
// @module-tag study

const JOINT = 'coarse/joint/tv';
const EACH = 'coarse/each/tv';

describe('with its default training', () => {
  // Each is a mean over questions, whose noise from 8,000 training draws a branch is √(k/πn) ≈ 0.01 at three answers.
  test.each([
    ['PaperclipFactory-v0', 1],
    ['Subagent-v0', 2],
  ])(
    '%s: joint within 0.05 and each within 0.01 of the exact, for every disciple and evidence value',
    async (id, seed) => {
      const compiled = compile(registry.world(id));
      const disciples = compiled.world.disciples.map(({ source }) => boot(compiled, source));
      const forecaster = await trainForecaster({ target: compiled, disciples, seed, backend: testBackend });
      const { world } = forecaster;
      for (const { value: evidence } of compiled.evidences) {
        for (const disciple of disciples) {
          for (const [penalty, bar] of [
            [JOINT, 0.05],
            [EACH, 0.01],
          ] as const) {
            const measured = await penalties.get(penalty).measure({ world, forecaster, evidence, disciple, seed });
            const exact = penalties.get(penalty).exact({ compiled, evidence, disciple });
            expect(Math.abs(measured.value - exact.value), `${penalty} ${evidence} ${disciple.source}`).toBeLessThan(
              bar,
            );
          }
        }
      }
    },
  );
});

/** A disciple that follows a route, one letter a tick, then makes clips while there is wire; now and then it errs. */
function walker(name: string, route: string, error: number): Disciple<FactoryState> {
  const actions = [...route].map((letter) => 'wNSEWmr'.indexOf(letter));
  return {
    source: `walker:${name}`,
    table: null,
    act: (state, tick, uniform) => {
      if (uniform() < error) return Math.floor(uniform() * 7);
      return actions[tick] ?? (state.stock > 0 ? 5 : 0);
    },
  };
}

describe('in the town, where nothing is compiled', () => {
  const town = registry.world(TOWN) as World<FactoryState>;
  const evidence = [0, 0, 1];
  const { variables } = town.evidence;
  const target: World<FactoryState> = { ...town, evidence: { variables, prior: () => evidence } };
  const disciples = [
    boot(target, ''),
    walker('careful', 'N', 0),
    walker('razing', 'rEErWWNrmmmmmmmSWWrEEN', 0),
    walker('erring', 'rEErWWNr', 0.05),
  ];

  test('joint is within 0.05 and each within 0.01 of 20,000 sampled rollouts a branch', async () => {
    const forecaster = await trainForecaster({ target, disciples, seed: 1, updates: 500, backend: testBackend });
    const sampled = sampledForecaster(target, { rollouts: 20_000, seed: 2 });
    for (const disciple of disciples.slice(1)) {
      for (const [id, bar] of [
        [JOINT, 0.05],
        [EACH, 0.01],
      ] as const) {
        const request = { evidence, seed: 3 };
        const played = await penalties.get(id).measure({ ...request, world: target, forecaster: sampled, disciple });
        const learned = await penalties
          .get(id)
          .measure({ ...request, world: forecaster.world, forecaster, disciple: disciple as Disciple });
        expect(Math.abs(learned.value - played.value), `${id} ${disciple.source}`).toBeLessThan(bar);
      }
    }
  });
});
