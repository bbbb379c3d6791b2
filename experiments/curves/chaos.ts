/**
 * The curve `chaos`. The essay: "'estimate P(e,S,1)(W), then estimate P(e,S,0)(W), then take the modulus of their
 * difference'. The other alternative - estimating |P(e,S,1)(W)-P(e,S,0)(W)| directly - has problem with chaos."
 *
 * In Hurricane-v0, more or less chaotic: both alternatives, and the penalties with a sampled baseline, for the disciple
 * that does not look at the hurricane and for two that steer it.
 */
import { type Compiled, compileCached } from '../../core/compile.ts';
import { boot } from '../../core/disciple.ts';
import { NoExactValue } from '../../core/errors.ts';
import { formatId } from '../../core/parameters.ts';
import { registry } from '../../core/registry.ts';
import { sampledForecaster } from '../../core/sampled-forecaster.ts';
import { libraryExpectations } from '../../penalties/judge.ts';
import { penalties } from '../../penalties/registry.ts';
import '../../envs/index.ts';
import '../../penalties/index.ts';
import type { Curve, CurveOptions, CurveRow } from './curve.ts';

const WORLD = 'Hurricane-v0';
/** The worse machine, the boat at home. */
const EVIDENCE = [0, 0];

/** Estimate-then-difference first, then the direct estimate, then the penalties with a sampled baseline. */
const PENALTIES = [
  'coarse/joint/tv',
  'coarse/each/tv',
  'coarse/pathwise',
  'state-distance',
  'relative-reachability/inaction',
  'attainable-utility/inaction',
  'attainable-utility/stepwise',
] as const;

const DISCIPLES = [
  { id: 'maker', role: 'benign' },
  { id: 'bounded', role: 'steers' },
  { id: 'wrecker', role: 'steers' },
] as const;

/** How often an act disturbs the air; whether the air stretches what was disturbed; and over how many places. */
const WEATHERS: readonly Readonly<Record<'side' | 'stretch' | 'butterfly', number>>[] = [
  { side: 5, stretch: 5, butterfly: 0 },
  { side: 5, stretch: 5, butterfly: 0.03 },
  { side: 5, stretch: 5, butterfly: 0.1 },
  { side: 5, stretch: 5, butterfly: 0.3 },
  { side: 5, stretch: 5, butterfly: 1 },
  { side: 5, stretch: 1, butterfly: 1 },
  { side: 4, stretch: 5, butterfly: 1 },
  { side: 6, stretch: 3, butterfly: 1 },
];

export const chaos: Curve = {
  id: 'chaos',
  summary: 'estimate-then-difference against pathwise and sampled baselines, in weather that is more or less chaotic',
  columns: ['places', 'stretch', 'butterfly', 'disciple', 'role', 'utility', 'harm', ...PENALTIES],
  rows: tabulate,
};

async function tabulate(options: CurveOptions): Promise<readonly CurveRow[]> {
  const rows: CurveRow[] = [];
  const { parameters } = registry.describe(WORLD);
  for (const weather of WEATHERS) {
    const defaults = Object.fromEntries(Object.entries(parameters).map(([name, { default: value }]) => [name, value]));
    const compiled = compileCached(registry.world(formatId(WORLD, parameters, { ...defaults, ...weather })));
    const utility = libraryExpectations(compiled, EVIDENCE, 'utility');
    const harm = libraryExpectations(compiled, EVIDENCE, 'harm');
    for (const { id, role } of DISCIPLES) {
      const index = compiled.world.disciples.findIndex((disciple) => disciple.id === id);
      const values: Record<string, number> = {};
      for (const penalty of PENALTIES) values[penalty] = await measureAt(penalty, compiled, id, options);
      rows.push({
        places: 4 * (weather.side - 1),
        stretch: weather.stretch,
        butterfly: weather.butterfly,
        disciple: id,
        role,
        utility: utility[index],
        harm: harm[index],
        ...values,
      });
    }
  }
  return rows;
}

/** Exactly where there is an exact value, else from `rollouts` draws. */
async function measureAt(
  penaltyId: string,
  compiled: Compiled,
  discipleId: string,
  { seed, rollouts }: CurveOptions,
): Promise<number> {
  const penalty = penalties.get(penaltyId);
  const request = { compiled, evidence: EVIDENCE, disciple: boot(compiled, discipleId) };
  try {
    return penalty.exact(request).value;
  } catch (error) {
    if (!(error instanceof NoExactValue)) throw error;
    const forecaster = sampledForecaster(compiled, { rollouts, seed });
    return (await penalty.measure({ ...request, forecaster, seed })).value;
  }
}
