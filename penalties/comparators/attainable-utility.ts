/**
 * Attainable utility preservation (Turner, Hadfield-Menell and Tadepalli 2020, arXiv 1902.09725), a comparator. It is
 * not the essay's: it asks what the disciple could still achieve in the world, not what the world will be like.
 *
 * The mean over auxiliary utilities u of E |V(x) − V(y)|, summed over the ticks, where x is a state of the run and y an
 * independent one of its baseline. V is the normalised value within the horizon: V⁰ = u and Vᵏ⁺¹ = (1 − γ) u + γ max_a
 * E Vᵏ, in the range of u. One tick is at most that range.
 *
 * Known to fail: it cannot tell chance from effect, because each state is drawn by itself. Against the start it forbids
 * the world to go on. A utility of the disciple's own (its place, its power) is blind to a subagent's. The tables end
 * at the outcome, so a state that is first met there attains nothing more: give a world a horizon within which all its
 * states are met, or read this with care.
 */

import { InvalidWorld } from '../../core/base/errors.ts';
import { memoise, pair } from '../../core/base/memoise.ts';
import { expected } from '../../core/base/messages.ts';
import { hashText, hashUniform } from '../../core/base/random.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { integer, real } from '../../core/world/parameters.ts';
import type { World } from '../../core/world/world.ts';
import type { Penalty } from '../penalty.ts';
import { againstBaselines, type Baseline, comparator } from './comparator.ts';
import { gaps, type Ranking, ranking } from './gaps.ts';
import { affordable } from './work.ts';

/** The auxiliary utilities of a world: functions of its state, finite. */
export type AuxiliaryUtilities = <State>(world: World<State>) => readonly ((state: State) => number)[];

export interface AttainableUtilityOptions {
  readonly id: string;
  /** One line. */
  readonly summary?: string;
  readonly baseline: Baseline;
  /** Give the same function again and its values are computed once. */
  readonly utilities: AuxiliaryUtilities;
  /** In [0, 1], default 0.99. */
  readonly discount?: number;
  /** Ticks that V looks ahead; by default the horizon. With 0 it is the utility itself. */
  readonly sweeps?: number;
  /** With start and inaction: the deviation at the outcome alone. Default false. */
  readonly outcome?: boolean;
  /** With stepwise: compare what waiting until the outcome comes to. Default true. */
  readonly rollouts?: boolean;
}

const DISCOUNT = 0.99;
const SUMMARY = 'how much more or less of some utilities the disciple could attain';

/** Attainable utility over utilities of one's own. */
export function attainableUtility(options: AttainableUtilityOptions): Penalty {
  const { id, baseline, utilities, discount = DISCOUNT, sweeps, outcome, rollouts } = options;
  const deviation = gaps(id, 'absolute', discount, (compiled) => attainable(id, compiled, utilities, discount, sweeps));
  return comparator({ id, summary: options.summary ?? SUMMARY, baseline, deviation, outcome, rollouts });
}

const randomOwner = {};

/**
 * `count` utilities, uniform in [0, 1) at each state: a hash of the state's key, so the order of states is no matter.
 */
export function randomUtilities(count: number, seed: number): AuxiliaryUtilities {
  return memoise(
    randomOwner,
    ['random utilities', `${count}/${seed}`],
    (): AuxiliaryUtilities => (world) =>
      Array.from({ length: count }, (_, i) => (state) => {
        const key = world.key(state);
        return hashUniform(seed, i, hashText(key), hashText(`utility/${key}`), 0);
      }),
  );
}

/** The attainable values of each utility, by state; kept with the tables and the utilities. */
function attainable(
  id: string,
  compiled: Compiled,
  utilities: AuxiliaryUtilities,
  discount: number,
  sweeps = compiled.world.horizon,
): readonly Ranking[] {
  return memoise(pair(compiled, utilities), ['attainable values', `${discount}/${sweeps}`], () => {
    const all = Int32Array.from(compiled.states.keys());
    return attainableValues(id, compiled, utilities, discount, sweeps).map((values) => ranking(all, values));
  });
}

/** For each utility, each state's normalised value within `sweeps` ticks; a state without rows keeps its utility. */
function attainableValues(
  id: string,
  compiled: Compiled,
  utilities: AuxiliaryUtilities,
  discount: number,
  sweeps: number,
): Float64Array[] {
  const { world, states, actionCount, rowStart, rowEnd, successors, probabilities } = compiled;
  const functions = utilities(world);
  const width = functions.length;
  affordable(id, compiled, { utilities: width, transitions: successors.length, ticks: sweeps });
  const utility = new Float64Array(states.length * width);
  states.forEach((state, s) => {
    functions.forEach((read, i) => {
      const value = Number(read(state));
      if (!Number.isFinite(value))
        throw new InvalidWorld(expected(`${world.id}: auxiliary utility ${i}`, 'a finite number', value));
      utility[s * width + i] = value;
    });
  });
  let now = utility.slice();
  let next = new Float64Array(now.length);
  const sum = new Float64Array(width);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let s = 0; s < states.length; s++) {
      const at = s * width;
      let acted = false;
      for (let row = s * actionCount; row < (s + 1) * actionCount; row++) {
        if (rowStart[row] === rowEnd[row]) continue;
        sum.fill(0);
        for (let j = rowStart[row]; j < rowEnd[row]; j++) {
          const from = successors[j] * width;
          for (let i = 0; i < width; i++) sum[i] += probabilities[j] * now[from + i];
        }
        for (let i = 0; i < width; i++) if (!acted || sum[i] > next[at + i]) next[at + i] = sum[i];
        acted = true;
      }
      for (let i = at; i < at + width; i++) {
        next[i] = acted ? (1 - discount) * utility[i] + discount * next[i] : now[i];
      }
    }
    [now, next] = [next, now];
  }
  return functions.map((_, i) => Float64Array.from(states, (_state, s) => now[s * width + i]));
}

/** `attainable-utility/{start,inaction,stepwise}`, over random utilities. */
export const attainableUtilities = againstBaselines(
  'attainable-utility',
  SUMMARY,
  {
    utilities: integer(10, 1, 1000, 'how many random utilities'),
    discount: real(DISCOUNT, 0, 1, 'a tick'),
    seed: integer(0, 0, 2 ** 31 - 1, 'which utilities'),
  },
  ({ utilities, discount, seed }, id) =>
    gaps(id, 'absolute', discount, (compiled) => attainable(id, compiled, randomUtilities(utilities, seed), discount)),
);
