/** What holds of every penalty in the suite: evidence that cannot be is refused, with tables and without. */
import { describe, expect, test } from 'vitest';
import { boot } from '../../core/disciple/disciple.ts';
import { sampledForecaster } from '../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../core/tables/compile.ts';
import { penalties } from '../../penalties/suite.ts';
import { coinWorld } from '../fixtures/coin-world.ts';

const compiled = compile(coinWorld);
/** Those that measure anything and train no network. */
const ids = penalties.ids().filter((id) => id !== 'none' && !penalties.get(id).trains);

describe('evidence without prior probability', () => {
  test.each(ids)('is refused by name by %s, with tables and without', async (id) => {
    const disciple = boot(compiled, coinWorld.disciples[1].source);
    const forecaster = sampledForecaster(compiled, { rollouts: 64, seed: 0 });
    const request = { forecaster, evidence: [99], disciple, seed: 0 };
    const said = /^evidence: expected one of the world's values \(.*\) but received '99'$/;
    await expect(penalties.get(id).measure({ ...request, compiled })).rejects.toThrow(said);
    await expect(penalties.get(id).measure({ ...request, world: coinWorld })).rejects.toThrow(said);
  });
});
