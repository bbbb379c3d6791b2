/** Measures a penalty for all evidence values and disciples at once. */

import { InvalidOption, NoExactValue } from '../../core/base/errors.ts';
import { turnTaker } from '../../core/base/turns.ts';
import { boot, bootArrived, type Disciple, isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import { sampledForecaster } from '../../core/forecast/sampled-forecaster.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { type EvidenceValue, evidenceKey, evidenceValues } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import type { BackendName } from '../../learning/backend/backend.ts';
import { exactValue } from '../../penalties/exact-penalties.ts';
import {
  caseName,
  checked,
  DEFAULT_ROLLOUTS,
  type Measurement,
  type Penalty,
  penaltyFault,
} from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';

/** One penalty for each evidence value and disciple. */
export type PenaltyTable = readonly (readonly Measurement[])[];

export interface MeasureAllOptions {
  /** How many draws of each branch are made where there is no exact value. */
  readonly rollouts: number;
  readonly seed: number;
  readonly backend?: BackendName;
  /** Called after each of the `total` measurements. */
  readonly onMeasured?: (done: number, total: number) => void;
}

/**
 * Measures a penalty for every evidence value and disciple: exactly where it has an exact value, and else from draws.
 * @returns for each evidence index, one measurement for each disciple.
 * @throws InvalidPenalty where the penalty breaks its contract or its code throws; the message says for which case.
 * @throws NoEstimate where the penalty refuses to estimate.
 */
export async function measureAll<State>(
  target: World<State> | Compiled<State>,
  evidences: readonly EvidenceValue[],
  disciples: readonly Disciple<State>[],
  penalty: Penalty,
  options: MeasureAllOptions,
): Promise<PenaltyTable> {
  const compiled = isCompiled(target) ? target : undefined;
  const world = worldOf(target);
  const forecaster = sampledForecaster(target, options);
  const total = evidences.length * disciples.length;
  let done = 0;
  const giveTurn = turnTaker();
  const table: Measurement[][] = [];
  for (const { value: evidence } of evidences) {
    const row: Measurement[] = [];
    for (const disciple of disciples) {
      const of = caseName(world, evidence, disciple.source);
      try {
        row.push(checked(penalty, disciple.source, await measureOne(evidence, disciple, of), of));
      } catch (error) {
        throw penaltyFault(penalty, of, error);
      }
      options.onMeasured?.(++done, total);
      await giveTurn();
    }
    table.push(row);
  }
  return table;

  async function measureOne(evidence: readonly number[], disciple: Disciple<State>, of: string): Promise<Measurement> {
    if (compiled) {
      try {
        // Checked before it is awaited, so that an async `exact` is named as what it is.
        return checked(penalty, disciple.source, penalty.exact({ compiled, evidence, disciple }), of);
      } catch (error) {
        if (!(error instanceof NoExactValue)) throw error;
      }
    }
    const { seed, backend } = options;
    return penalty.measure({ compiled, world, forecaster, evidence, disciple, seed, backend });
  }
}

export interface TabulateOptions<State> {
  /** Further sources, or booted disciples, that are measured beside the library. */
  readonly disciples?: readonly (string | Disciple<State>)[];
  /** How many draws of each branch are made where the penalty has no exact value. Default 20,000. */
  readonly rollouts?: number;
  /** Default 0. */
  readonly seed?: number;
  readonly backend?: BackendName;
}

/**
 * Turns a penalty into the synchronous function that the wrapper `ImpactPenalty` takes (docs/environments.md). The
 * penalty is measured beforehand for every evidence value, the library's sources and `options.disciples`. On tables, a
 * penalty with an exact value is also known of any other source.
 * @param penalty a penalty, or its id.
 * @returns maps evidence and a source to the penalty's value ≥ 0; it throws `InvalidOption` for what is not known.
 * @throws UnknownId, InvalidPenalty or NoEstimate, as measuring does.
 */
export async function tabulate<State>(
  target: World<State> | Compiled<State>,
  penalty: Penalty | string,
  options: TabulateOptions<State> = {},
): Promise<(evidence: readonly number[], source: string) => number> {
  const { rollouts = DEFAULT_ROLLOUTS, seed = 0, backend } = options;
  const evidences = isCompiled(target) ? target.evidences : evidenceValues(target);
  const library = worldOf(target).disciples.map(({ source }) => source);
  const disciples = [...library, ...(options.disciples ?? [])].map((disciple) =>
    typeof disciple === 'string' ? boot(target, disciple) : disciple,
  );
  const measured = typeof penalty === 'string' ? penalties.get(penalty) : penalty;
  const table = await measureAll(target, evidences, disciples, measured, { rollouts, seed, backend });
  const values = new Map<string, number>();
  evidences.forEach(({ value }, e) => {
    disciples.forEach(({ source }, s) => {
      values.set(`${evidenceKey(value)}/${source}`, table[e][s].value);
    });
  });
  return (evidence, source) => {
    const key = `${evidenceKey(evidence)}/${source}`;
    const value = values.get(key) ?? valueNow(evidence, source);
    if (value !== null) {
      values.set(key, value);
      return value;
    }
    const of = `the source '${source}' under evidence [${evidence.join(', ')}]`;
    throw new InvalidOption(`${measured.id} was not tabulated for ${of}: give it as a further disciple`);
  };

  /** The exact penalty of what arrives where this source is sent; null where there is none. */
  function valueNow(evidence: readonly number[], source: string): number | null {
    if (!isCompiled(target) || !evidences.some(({ value }) => evidenceKey(value) === evidenceKey(evidence)))
      return null;
    try {
      return exactValue(measured, { compiled: target, evidence, disciple: bootArrived(target, source) });
    } catch (error) {
      if (error instanceof NoExactValue) return null;
      throw error;
    }
  }
}
