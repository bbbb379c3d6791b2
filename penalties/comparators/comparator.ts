/** The shell of the comparators: a deviation from a baseline, summed over the ticks of a run. */
import { memoise, pair } from '../../core/base/memoise.ts';
import { whatRunsOnTables } from '../../core/disciple/arrival.ts';
import type { Compiled, SparseDistribution } from '../../core/tables/compile.ts';
import { evidenceIndex } from '../../core/world/evidence.ts';
import { integer, type Parameters } from '../../core/world/parameters.ts';
import type { Act, RunCharges } from '../charges.ts';
import { makePenalty } from '../make-penalty.ts';
import {
  type ExactRequest,
  exactly,
  type Measurement,
  type MeasureRequest,
  noExactValue,
  type Penalty,
} from '../penalty.ts';
import type { PenaltyFactory } from '../registry.ts';
import { followed } from './run.ts';

/**
 * What a run is compared with. The disciple exists in the baseline too, but waits. `start` is the state at the
 * beginning, `inaction` the state at the same tick after waiting all the while, and `stepwise` the state after waiting
 * once instead of each act.
 */
export type Baseline = 'start' | 'inaction' | 'stepwise';

export const BASELINES: readonly Baseline[] = ['start', 'inaction', 'stepwise'];

/** How far a state is from a baseline state, where both are drawn independently; exact on the tables. */
export interface Deviation {
  /**
   * E d(x, y) of each pair, x from `current[i]` and y from `baseline[i]`.
   *
   * @throws NoExactValue where that would take too long
   */
  apart(
    compiled: Compiled,
    current: readonly SparseDistribution[],
    baseline: readonly SparseDistribution[],
  ): ArrayLike<number>;
  /**
   * E d(x, y) of each state x, y from the baseline of its tick.
   *
   * @param layers by tick, the states.
   * @param baseline by tick.
   * @throws NoExactValue where that would take too long
   */
  charged(
    compiled: Compiled,
    layers: readonly Int32Array[],
    baseline: readonly SparseDistribution[],
  ): readonly Float64Array[];
  /**
   * E d(x, y) of each act, x the state after the act and y the state after waiting instead. With rollouts
   * both then wait until the end, and d compares the two end states.
   *
   * @throws NoExactValue where that would take too long
   */
  stepped(compiled: Compiled, acts: readonly Act[], rollouts: boolean): ArrayLike<number>;
}

export interface ComparatorOptions {
  readonly id: string;
  readonly summary: string;
  readonly baseline: Baseline;
  readonly deviation: Deviation;
  /** With start and inaction: the deviation at the outcome, not summed over the ticks. */
  readonly outcome?: boolean;
  /** With stepwise; default true. */
  readonly rollouts?: boolean;
}

/** Up to this many ticks, each tick is a part of its own. */
const NAMED_TICKS = 20;

/** The expected deviation from a baseline, summed over the ticks: exact on the tables, and only there. */
export function comparator(options: ComparatorOptions): Penalty {
  const { id, summary } = options;
  // Two comparators of one id may differ in their deviation, so what is kept belongs to this one.
  const owner = {};
  return makePenalty({
    id,
    summary,
    measure<State>({ compiled, evidence, disciple }: MeasureRequest<State>) {
      if (!compiled) throw noExactValue(id, 'it reads the compiled tables and no draws: give `compiled`');
      return deviate(options, owner, { compiled, evidence, disciple });
    },
    exact: <State>(request: ExactRequest<State>) => deviate(options, owner, request),
    charges: (compiled, evidence) =>
      memoise(pair(owner, compiled), ['charges', evidence.join()], () => chargesOf(options, compiled, evidence)),
  });
}

/** The deviations of some acts. Only acts that were not met before are computed. */
function steppedOnce(
  { deviation, rollouts = true }: ComparatorOptions,
  owner: object,
  compiled: Compiled,
  acts: readonly Act[],
): number[] {
  // How far a step deviates depends neither on the evidence nor on the disciple that acts.
  const known = memoise(pair(owner, compiled), 'deviations of acts', () => new Map<number, number>());
  const size = compiled.states.length * compiled.actionCount;
  const keyOf = ({ tick, state, action }: Act) => (rollouts ? tick * size : 0) + state * compiled.actionCount + action;
  const fresh = new Map<number, Act>();
  for (const act of acts) if (!known.has(keyOf(act))) fresh.set(keyOf(act), act);
  const each = deviation.stepped(compiled, [...fresh.values()], rollouts);
  let i = 0;
  for (const key of fresh.keys()) known.set(key, each[i++]);
  return acts.map((act) => known.get(keyOf(act))!);
}

/** What the runs of a present disciple are charged: the deviation of each state, or of each act. */
function chargesOf(
  { baseline, deviation, outcome = false, rollouts = true }: ComparatorOptions,
  compiled: Compiled,
  evidence: readonly number[],
): RunCharges {
  if (baseline === 'stepwise')
    return { kind: 'acts', of: (acts) => atLeast0(Float64Array.from(deviation.stepped(compiled, acts, rollouts))) };
  const beginning = compiled.beginnings[evidenceIndex(compiled.evidences, evidence)][1];
  return {
    kind: 'states',
    of(layers) {
      const held = heldFrom(compiled, beginning, baseline);
      const first = outcome ? layers.length - 1 : 1;
      const free = layers.slice(0, first).map(({ length }) => new Float64Array(length));
      const charged = deviation.charged(compiled, layers.slice(first), held.slice(first));
      return [...free, ...charged.map(atLeast0)];
    },
  };
}

/** Rounding may leave a deviation of 0 below it. */
function atLeast0(values: Float64Array): Float64Array {
  return values.map((value) => Math.max(0, value));
}

/** By tick, the states with which a run is compared. */
function heldFrom(
  compiled: Compiled,
  beginning: SparseDistribution,
  baseline: Exclude<Baseline, 'stepwise'>,
): readonly SparseDistribution[] {
  const { byTick } = followed(compiled, beginning, { kind: 'wait' });
  return baseline === 'start' ? byTick.map(() => beginning) : byTick;
}

function deviate<State>(
  options: ComparatorOptions,
  owner: object,
  { compiled, evidence, disciple }: ExactRequest<State>,
): Measurement {
  const { baseline, deviation, outcome = false } = options;
  const { present, table } = whatRunsOnTables(compiled, disciple, 1, options.id);
  const beginning = compiled.beginnings[evidenceIndex(compiled.evidences, evidence)][present ? 1 : 0];
  const { byTick, acts } = followed(compiled, beginning, table);
  const ticks = byTick.length - 1;
  const sums = new Float64Array(ticks + 1);
  if (baseline === 'stepwise') {
    const each = steppedOnce(options, owner, compiled, acts);
    for (let i = 0; i < acts.length; i++) sums[acts[i].tick] += acts[i].weight * Math.max(0, each[i]);
    return exactly(total(sums), byTicks(sums));
  }
  const held = heldFrom(compiled, beginning, baseline);
  const first = outcome ? ticks : 1;
  const each = deviation.apart(compiled, byTick.slice(first), held.slice(first));
  for (let i = 0; i < each.length; i++) sums[first + i] = Math.max(0, each[i]);
  return outcome ? exactly(sums[ticks]) : exactly(total(sums), byTicks(sums));
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The parts: the charge of each tick where there are few, else the largest. */
function byTicks(sums: Float64Array): Record<string, number> {
  if (sums.length - 1 > NAMED_TICKS) return { largest: sums.reduce((most, value) => Math.max(most, value), 0) };
  return Object.fromEntries([...sums].slice(1).map((sum, i) => [`tick${i + 1}`, sum]));
}

const AT_OUTCOME = { outcome: integer(0, 0, 1, '1 reads the deviation at the outcome alone') };
const ROLLOUTS = { rollouts: integer(1, 0, 1, '0 compares the next states alone, without what waiting brings') };

const AGAINST: Readonly<Record<Baseline, string>> = {
  start: 'than at the beginning',
  inaction: 'than after waiting all the while',
  stepwise: 'than had it waited instead of each act',
};

/** One factory for each baseline: `name/start`, `name/inaction`, `name/stepwise`. */
export function againstBaselines(
  name: string,
  summary: string,
  parameters: Parameters,
  deviation: (values: Readonly<Record<string, number>>, id: string) => Deviation,
): PenaltyFactory[] {
  return BASELINES.map((baseline) => {
    const line = `${summary} ${AGAINST[baseline]}`;
    return {
      name: `${name}/${baseline}`,
      summary: line,
      parameters: { ...parameters, ...(baseline === 'stepwise' ? ROLLOUTS : AT_OUTCOME) },
      create: (values, id) =>
        comparator({
          id,
          summary: line,
          baseline,
          deviation: deviation(values, id),
          outcome: values.outcome === 1,
          rollouts: values.rollouts === 1,
        }),
    };
  });
}
