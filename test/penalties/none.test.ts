/** The null program reads exactly 0 under every penalty. */
import { expect, test } from 'vitest';
import { NoExactValue } from '../../core/base/errors.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { exactForecaster } from '../../core/forecast/exact-forecaster.ts';
import type { Forecaster } from '../../core/forecast/forecast.ts';
import { sampledForecaster } from '../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../core/tables/compile.ts';
import { penalties } from '../../penalties/suite.ts';
import { type TinyState, tinyWorld } from '../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);

test('none reads 0 for everything', async () => {
  const none = penalties.get('none');
  for (const { source } of tinyWorld.disciples) {
    const disciple = boot(compiled, source);
    expect(none.exact({ compiled, evidence: [0, 1], disciple }).value).toBe(0);
    const exact = { compiled, forecaster: exactForecaster(compiled), evidence: [0, 1], disciple, seed: 1 };
    expect((await none.measure(exact)).interval).toBeNull();
    const forecaster = sampledForecaster(compiled, { rollouts: 10, seed: 1 });
    const sampled = await none.measure({ ...exact, forecaster });
    expect(sampled).toEqual({ value: 0, interval: [0, 0], null: { mean: 0, p95: 0 }, parts: {} });
  }
});

/** A forecaster that must not be asked. */
function silent(rollouts: number | null): Forecaster<TinyState> {
  const refuse = (): never => {
    throw new Error('a forecast was asked for');
  };
  return Object.assign(refuse, { rollouts, draw: refuse, pairs: refuse });
}

const nullProgram = boot(compiled, '');

/** Whether a penalty has no exact value, so that it draws even where the forecaster is exact. */
function isSampledOnly(id: string): boolean {
  try {
    penalties.get(id).exact({ compiled, evidence: [0, 1], disciple: boot(compiled, 'min(clips, 2)') });
    return false;
  } catch (error) {
    return error instanceof NoExactValue;
  }
}

test('the penalties without an exact value are the learned and the paired ones', () => {
  expect(penalties.ids().filter(isSampledOnly)).toEqual(
    expect.arrayContaining(['coarse/pathwise', 'coarse/learned/tv', 'state-distance', 'information/prequential']),
  );
  expect(isSampledOnly('coarse/joint/tv')).toBe(false);
});

test.each(penalties.ids())(
  '%s of the null program is exactly 0, [0, 0] if sampled, without drawing or training',
  async (id) => {
    const penalty = penalties.get(id);
    const request = { compiled, evidence: [0, 1], disciple: nullProgram, seed: 1 };
    const zero = { value: 0, null: { mean: 0, p95: 0 }, parts: {} };
    expect(await penalty.measure({ ...request, forecaster: silent(100) })).toEqual({ ...zero, interval: [0, 0] });
    const sampled = isSampledOnly(id);
    expect(await penalty.measure({ ...request, forecaster: silent(null) })).toEqual({
      ...zero,
      interval: sampled ? [0, 0] : null,
    });
    if (sampled) expect(() => penalty.exact(request)).toThrow(NoExactValue);
    else expect(penalty.exact(request)).toEqual({ ...zero, interval: null });
  },
);
