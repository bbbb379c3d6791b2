/** The source of an optimal program: the goals of its plans, and how probable each plan is. */
import { InvalidSource, ReducedImpactError } from '../../core/base/errors.ts';
import { expected, messageOf, shorten } from '../../core/base/messages.ts';
import { type Disciple, isCompiled, NeedsTables, type SourceKind, worldOf } from '../../core/disciple/disciple.ts';
import { mixture } from '../../core/disciple/episode.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { plan, possibleOutcomes } from '../../core/tables/plan.ts';
import type { World } from '../../core/world/world.ts';
import type { Penalty } from '../penalty.ts';
import { penalties } from '../registry.ts';
import { type Cells, cellsOf } from './cells.ts';
import { type ChargedLayers, chargesOn, planCharged } from './charged-plan.ts';
import { writeGoal } from './goal.ts';

/** The prices of one partition's cells: those that are named, and that of all other cells. */
export interface PartitionPrices {
  readonly other: number;
  readonly cells: readonly (readonly [label: string, price: number])[];
}

/** One plan: it maximises `utility`·U − the prices of the outcome's cells. */
export interface GoalSource {
  /** Above 0; those of all plans sum to 1. */
  readonly probability: number;
  readonly utility: number;
  /** One entry for each partition of the penalty's coarse-graining. */
  readonly prices: readonly PartitionPrices[];
}

/** A plan that maximises `utility`·E[U] − `weight`·penalty under one evidence value. */
export interface ChargedSource {
  /** One index for each evidence variable. In a state that cannot be met under it, the program waits. */
  readonly evidence: readonly number[];
  readonly utility: number;
  readonly weight: number;
}

interface Planner {
  /** The id of the world in which it plans. */
  readonly world: string;
  readonly penalty: string;
}

/** A program that draws one of some plans as it boots. The penalty is the one whose cells have prices. */
interface Mixed extends Planner {
  readonly plans: readonly GoalSource[];
}

/** A program that makes one plan. The penalty is what it charges itself, tick by tick. */
interface Charged extends Planner {
  readonly charged: ChargedSource;
}

export type OptimumSource = Mixed | Charged;

const PREFIX = '{"optimum":1,';
const LONGEST_MESSAGE = 160;
/** By how much the probabilities may miss 1. */
const SUM_TOLERANCE = 1e-9;

/** Writes an optimal program as one line of JSON. */
export function writeOptimum({ world, penalty, ...how }: OptimumSource): string {
  return `${PREFIX}${JSON.stringify({ world, penalty, ...how }).slice(1)}`;
}

export function isOptimumSource(source: string): boolean {
  return source.startsWith(PREFIX);
}

/** Describes an optimal program in a few words. */
export function describeOptimum(source: string): string {
  const { world, penalty, ...how } = readOptimum(source);
  const plans = 'plans' in how ? how.plans : [how.charged];
  return `optimal program against ${penalty} in ${world}, ${plans.length} ${plans.length === 1 ? 'plan' : 'plans'}`;
}

/** The prices of cells, as a source writes them: the most frequent price of a partition stands for all others. */
export function priceLists({ starts, labels }: Cells, prices: Float64Array): PartitionPrices[] {
  return Array.from({ length: starts.length - 1 }, (_, q) => {
    const counts = new Map<number, number>();
    for (let cell = starts[q]; cell < starts[q + 1]; cell++) {
      counts.set(prices[cell], (counts.get(prices[cell]) ?? 0) + 1);
    }
    const other = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0])[0];
    const cells: [string, number][] = [];
    for (let cell = starts[q]; cell < starts[q + 1]; cell++) {
      if (prices[cell] !== other) cells.push([labels[cell], prices[cell]]);
    }
    return { other, cells };
  });
}

/** The prices by cell. @throws InvalidSource where one is named that no outcome has: it would price nothing. */
function pricesOf({ count, starts, labels }: Cells, lists: readonly PartitionPrices[]): Float64Array {
  const prices = new Float64Array(count);
  lists.forEach(({ other, cells }, q) => {
    const named = new Map(cells);
    for (let cell = starts[q]; cell < starts[q + 1]; cell++) {
      prices[cell] = named.get(labels[cell]) ?? other;
      named.delete(labels[cell]);
    }
    const [stray] = named.keys();
    if (stray !== undefined)
      throw new InvalidSource(`optimal program: ${expected('cells', 'labels that an outcome has', stray)}`);
  });
  return prices;
}

/** @throws InvalidSource in one short line. */
function readOptimum(source: string): OptimumSource {
  try {
    const program = JSON.parse(source) as OptimumSource;
    const { world, penalty } = program;
    if (typeof world !== 'string') refuse('world', 'the id of a world', world);
    if (typeof penalty !== 'string') refuse('penalty', 'the id of a penalty', penalty);
    if ('charged' in program) return { world, penalty, charged: checkedCharge(asObject('charged', program.charged)) };
    const { plans } = program;
    if (!Array.isArray(plans) || plans.length === 0) refuse('plans', 'a list of plans', plans);
    let sum = 0;
    for (const each of plans) {
      const { probability, utility, prices } = asObject('plans', each);
      if (typeof probability !== 'number' || !(probability > 0 && probability <= 1))
        refuse('probability', 'a number above 0, at most 1', probability);
      if (!Number.isFinite(utility)) refuse('utility', 'a finite number', utility);
      if (!Array.isArray(prices)) refuse('prices', 'a list with an entry for each partition', prices);
      for (const own of prices as readonly PartitionPrices[]) {
        const { other, cells } = asObject('prices', own);
        if (!Number.isFinite(other)) refuse('other', 'a finite price', other);
        if (!Array.isArray(cells)) refuse('cells', 'a list of labels with prices', cells);
        for (const [label, price] of cells.map((cell) => asObject('cells', cell))) {
          if (typeof label !== 'string') refuse('cells', 'labels that are text', label);
          if (!Number.isFinite(price)) refuse(`the price of ${shorten(label, 40)}`, 'a finite number', price);
        }
      }
      sum += probability;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) refuse('the probabilities of the plans', 'a sum of 1', sum);
    return { world, penalty, plans };
  } catch (error) {
    throw refused(error);
  }
}

function checkedCharge({ evidence, utility, weight }: ChargedSource): ChargedSource {
  if (!Array.isArray(evidence) || !evidence.every(Number.isInteger)) refuse('evidence', 'a list of indices', evidence);
  if (!Number.isFinite(utility)) refuse('utility', 'a finite number', utility);
  if (!(Number.isFinite(weight) && weight >= 0)) refuse('weight', 'a finite number ≥ 0', weight);
  return { evidence, utility, weight };
}

function asObject<Part>(subject: string, value: Part): Part {
  if (typeof value !== 'object' || value === null) refuse(subject, 'an object or a list', value);
  return value;
}

function refuse(subject: string, wanted: string, received: unknown): never {
  throw new InvalidSource(expected(subject, wanted, received));
}

function refused(error: unknown): InvalidSource {
  return new InvalidSource(`optimal program: ${shorten(messageOf(error).split('\n')[0], LONGEST_MESSAGE)}`, {
    cause: error,
  });
}

/**
 * Boots an optimal program by planning for each of its goals.
 * @throws InvalidSource for a malformed source, one of another world, or one of a penalty that has no such cells.
 * @throws NeedsTables where the world is not compiled.
 */
export function bootOptimum<State>(target: World<State> | Compiled<State>, source: string): Disciple<State> {
  const world = worldOf(target);
  const program = readOptimum(source);
  if (program.world !== world.id) {
    throw new InvalidSource(expected('optimal program: world', `'${world.id}'`, program.world));
  }
  const penalty = penaltyOf(program);
  if (!isCompiled(target)) {
    throw new NeedsTables(expected('optimal program', 'a compiled world to plan on', `${world.id} uncompiled`));
  }
  if ('charged' in program) return bootCharged(target, source, program.charged, penalty);
  const convex = penalty.convex!;
  const form = convex(world);
  const cells = cellsOf(target as Compiled, form as never);
  const possible = possibleOutcomes(target as Compiled);
  const outcomes = Int32Array.from(possible.keys()).filter((state) => possible[state] === 1);
  const parts = program.plans.map(({ utility, prices }) => {
    if (prices.length !== cells.partitions) {
      const wanted = `prices for ${cells.partitions} partitions, as ${program.penalty} has in ${world.id},`;
      throw new InvalidSource(`optimal program: ${expected('prices', wanted, prices.length)}`);
    }
    const value = new Float64Array(target.states.length);
    const goal = { coefficients: [utility], prices: pricesOf(cells, prices) };
    writeGoal(goal, [target.utility], cells, outcomes, value);
    const actions = plan(target as Compiled, value);
    const table = { kind: 'sure' as const, actions };
    return { source, act: (state: State, tick: number) => actions[tick][target.indexOf(state)], table };
  });
  return mixture(
    source,
    Float64Array.from(program.plans, ({ probability }) => probability),
    parts,
  );
}

function bootCharged<State>(
  target: Compiled<State>,
  source: string,
  { evidence, utility, weight }: ChargedSource,
  penalty: Penalty,
): Disciple<State> {
  let charged: ChargedLayers;
  try {
    charged = chargesOn(target as Compiled, evidence, penalty);
  } catch (error) {
    if (!(error instanceof ReducedImpactError)) throw error;
    throw refused(error);
  }
  const gain = target.utility.map((own) => utility * own);
  const { actions } = planCharged(charged, gain, weight);
  return { source, act: (state, tick) => actions[tick][target.indexOf(state)], table: { kind: 'sure', actions } };
}

/** The penalty that a program names. @throws InvalidSource where there is none, or it is of another kind. */
function penaltyOf(program: OptimumSource): Penalty {
  let penalty: Penalty;
  try {
    penalty = penalties.get(program.penalty);
  } catch (error) {
    if (!(error instanceof ReducedImpactError)) throw error;
    throw refused(error);
  }
  if ('charged' in program ? penalty.charges : penalty.convex) return penalty;
  const wanted = 'charged' in program ? 'a penalty that charges runs' : 'a penalty that is convex on cells';
  throw new InvalidSource(`optimal program: ${expected('penalty', wanted, program.penalty)}`);
}

/** The kind of source that `boot` takes as an optimal program, once it is registered. */
export const optimalPrograms: SourceKind = { name: 'optimal program', recognises: isOptimumSource, boot: bootOptimum };
