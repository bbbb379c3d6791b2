/** Compares ways to simulate and to forecast. */

import '../agents/suite.ts';
import { stream } from '../core/base/random.ts';
import { boot } from '../core/disciple/disciple.ts';
import { exactForecaster } from '../core/forecast/exact-forecaster.ts';
import { rollOut, rollOutIndex } from '../core/forecast/rollout.ts';
import { compile } from '../core/tables/compile.ts';
import { registry } from '../core/world/registry.ts';
import { compare } from './compare.ts';

const EPISODES = 1000;

/** One line for each comparison; its alternatives run in turn. */
export async function simulation(): Promise<string[]> {
  const world = registry.world('PaperclipFactory-v0');
  const compiled = compile(world);
  const disciple = boot(compiled, 'careful');
  const { value: evidence } = compiled.evidences[0];
  const uniform = stream(0, 'bench');

  const lines: string[] = [];
  lines.push(
    await compare({
      title: `${EPISODES} episodes of the factory`,
      names: ['tables', 'step'],
      run: [
        () => {
          for (let i = 0; i < EPISODES; i++) {
            rollOutIndex(compiled, compiled.beginnings[0][1], disciple.table!, uniform);
          }
        },
        () => {
          for (let i = 0; i < EPISODES; i++) rollOut(world, evidence, disciple, true, uniform);
        },
      ],
    }),
  );
  lines.push(
    await compare({
      title: 'P(e, careful, 1)',
      names: ['exact', '20,000 rollouts on tables'],
      run: [
        () => {
          exactForecaster(compiled)(evidence, disciple, 1);
        },
        () => {
          exactForecaster(compiled).draw(evidence, disciple, 1, 20_000, 'bench');
        },
      ],
    }),
  );
  return lines;
}
