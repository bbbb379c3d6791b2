/** The wall around harm: a world whose harm throws has the same penalties. */
import { expect, test } from 'vitest';
import { NoEstimate, NoExactValue } from '../../core/base/errors.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { sampledForecaster } from '../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../core/tables/compile.ts';
import type { World } from '../../core/world/world.ts';
import { penalties } from '../../penalties/suite.ts';
import { testBackend } from '../backend.ts';
import { type TinyState, tinyWorld } from '../fixtures/tiny-world.ts';

const secret: World<TinyState> = {
  ...tinyWorld,
  harm: () => {
    throw new Error('harm was read');
  },
};
const [open, closed] = [compile(tinyWorld), compile(secret)];

/** A figure, or the line that says why there is none. */
async function orWhyNot<Figure>(of: () => Figure | Promise<Figure>): Promise<Figure | string> {
  try {
    return await of();
  } catch (error) {
    if (error instanceof NoExactValue || error instanceof NoEstimate) return error.message;
    throw error;
  }
}

test.each(penalties.ids())('%s never reads harm: where it throws, the figures are the same', async (id) => {
  const penalty = penalties.get(id);
  const figures = async (compiled: typeof open) => {
    const disciple = boot(compiled, 'bounded');
    const forecaster = sampledForecaster(compiled, { rollouts: 200, seed: 1 });
    const request = { compiled, evidence: [1, 1], disciple };
    const exact = await orWhyNot(() => penalty.exact(request));
    const measured = await orWhyNot(() => penalty.measure({ ...request, forecaster, seed: 1, backend: testBackend }));
    return { exact, measured };
  };
  expect(await figures(closed)).toEqual(await figures(open));
});
