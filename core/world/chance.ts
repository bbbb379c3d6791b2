/** Where a world's randomness comes from: sampled for a simulation, enumerated for exact tables. */
import { InvalidWorld, WorldTooLarge } from '../base/errors.ts';
import { expected, show } from '../base/messages.ts';
import { pickWeighted } from '../base/random.ts';

/**
 * The source of all of a world's randomness. The package either samples it or enumerates it, so one ordinary function
 * is both the simulator and the exact model (docs/worlds-contract.md). The optional `name` says which draw it is. In
 * `pairs`, draws of the same name have the same chance in both branches of an episode (docs/forecasts.md).
 */
export interface Chance {
  /**
   * True with probability `p`.
   * @throws InvalidWorld unless 0 ≤ p ≤ 1.
   */
  flip(p: number, name?: string): boolean;
  /**
   * Uniform on 0, …, n − 1.
   * @throws InvalidWorld unless n is a positive integer.
   */
  below(n: number, name?: string): number;
  /**
   * Index i with probability `probabilities[i]`.
   * @throws InvalidWorld unless all probabilities are ≥ 0 and they sum to 1 ± 1e-9.
   */
  pick(probabilities: readonly number[], name?: string): number;
}

/** A uniform draw from [0, 1). */
export type Uniform = () => number;

const SUM_TOLERANCE = 1e-9;
/** Traces of one call at most: a million take about a second. */
export const MOST_TRACES = 1_000_000;
/** Choices in one trace at most: `while (chance.flip(0.5))` would go on for ever. */
export const MOST_CHOICES = 1_000;

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new InvalidWorld(expected('chance.flip', 'a probability in [0, 1]', p));
}

function checkCount(n: number): void {
  if (!(Number.isInteger(n) && n > 0)) throw new InvalidWorld(expected('chance.below', 'a positive integer', n));
}

/** The sum of the probabilities, which is 1 up to the tolerance. */
function checkProbabilities(probabilities: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i];
    if (!(p >= 0)) throw new InvalidWorld(expected('chance.pick', 'probabilities ≥ 0', probabilities));
    sum += p;
  }
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return sum;
  throw new InvalidWorld(
    `chance.pick: expected probabilities that sum to 1 but received a sum of ${sum} from ${show(probabilities)}`,
  );
}

/** A `Chance` that draws from `uniform`. */
export function sampledChance(uniform: Uniform): Chance {
  return {
    flip(p) {
      checkProbability(p);
      return uniform() < p;
    },
    below(n) {
      checkCount(n);
      return Math.floor(uniform() * n);
    },
    pick(probabilities) {
      checkProbabilities(probabilities);
      return pickWeighted(probabilities, uniform());
    },
  };
}

/** A `Chance` whose draws depend on their name and on how often that name was called: what `pairs` plays with. */
export function namedChance(uniform: (name: string) => number): Chance {
  return {
    flip(p, name = '') {
      checkProbability(p);
      return uniform(name) < p;
    },
    below(n, name = '') {
      checkCount(n);
      return Math.floor(uniform(name) * n);
    },
    pick(probabilities, name = '') {
      checkProbabilities(probabilities);
      return pickWeighted(probabilities, uniform(name));
    },
  };
}

/** What went past a limit of enumeration. Sampling such a call still works. */
export class TooManyChoices extends WorldTooLarge {}

/**
 * Runs a function once along every trace of choices that has positive probability, and hands each result on with the
 * trace's probability. The probabilities of all traces sum to 1 up to rounding. An enumerator that is used again
 * allocates nothing for a trace.
 */
export class Enumerator implements Chance {
  /** The choice taken at each depth of the trace, and the choices there were: their number or their probabilities. */
  private readonly taken: number[] = [];
  private readonly options: (readonly number[] | number)[] = [];
  private depth = 0;
  private length = 0;
  private probability = 1;

  /**
   * @throws TooManyChoices beyond `MOST_TRACES` traces, or `MOST_CHOICES` choices in one of them; and whatever `body`
   *   and `visit` throw.
   */
  run<Result>(body: (chance: Chance) => Result, visit: (result: Result, probability: number) => void): void {
    this.length = 0;
    let traces = 0;
    do {
      if (++traces > MOST_TRACES) throw tooManyTraces();
      this.depth = 0;
      this.probability = 1;
      const result = body(this);
      visit(result, this.probability);
    } while (this.advance());
  }

  flip(p: number): boolean {
    checkProbability(p);
    if (p === 0 || p === 1) return p === 1;
    const depth = this.descend();
    if (depth === this.length) {
      this.taken[depth] = 0;
      this.options[depth] = 2;
      this.length++;
    }
    const yes = this.taken[depth] === 0;
    this.probability *= yes ? p : 1 - p;
    return yes;
  }

  below(n: number): number {
    checkCount(n);
    if (n === 1) return 0;
    if (n > MOST_TRACES) throw tooManyTraces(`below(${n})`);
    const depth = this.descend();
    if (depth === this.length) {
      this.taken[depth] = 0;
      this.options[depth] = n;
      this.length++;
    }
    this.probability /= n;
    return this.taken[depth];
  }

  pick(probabilities: readonly number[]): number {
    const depth = this.descend();
    if (depth === this.length) {
      const sum = checkProbabilities(probabilities);
      // The tolerated excess is shared out, since it would add up over the ticks of a forecast.
      this.options[depth] = sum === 1 ? probabilities.slice() : probabilities.map((p) => p / sum);
      this.taken[depth] = probabilities.findIndex((p) => p > 0);
      this.length++;
    }
    const index = this.taken[depth];
    this.probability *= (this.options[depth] as readonly number[])[index];
    return index;
  }

  private descend(): number {
    if (this.depth < MOST_CHOICES) return this.depth++;
    const why = 'a loop that flips until it fails can only be sampled';
    throw new TooManyChoices(`expected at most ${MOST_CHOICES} random choices in one call but received more: ${why}`);
  }

  /** Moves to the next trace in depth-first order; false when all have been run. */
  private advance(): boolean {
    while (this.length > 0) {
      const depth = this.length - 1;
      const options = this.options[depth];
      let next = this.taken[depth] + 1;
      if (typeof options === 'number') {
        if (next < options) {
          this.taken[depth] = next;
          return true;
        }
      } else {
        while (next < options.length && options[next] === 0) next++;
        if (next < options.length) {
          this.taken[depth] = next;
          return true;
        }
      }
      this.length--;
    }
    return false;
  }
}

function tooManyTraces(received = 'more'): TooManyChoices {
  return new TooManyChoices(
    `expected at most ${MOST_TRACES} ways in which the choices of one call can come out but received ${received}`,
  );
}

/**
 * All results of `body` with their probabilities, one entry for each trace (equal results are not merged).
 * @throws WorldTooLarge beyond a million traces, or a thousand choices in one of them.
 */
export function enumerate<Result>(body: (chance: Chance) => Result): { result: Result; probability: number }[] {
  const results: { result: Result; probability: number }[] = [];
  new Enumerator().run(body, (result, probability) => results.push({ result, probability }));
  return results;
}
