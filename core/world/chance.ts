import { InvalidWorld } from '../base/errors.ts';
import { expected } from '../base/messages.ts';
import { pickWeighted } from '../base/random.ts';

/**
 * Where a world's randomness comes from (DESIGN §3). The suite either samples it or enumerates it, so one ordinary
 * function is both the simulator and the exact model. The optional `name` keys the stream of `pairs` (§5).
 */
export interface Chance {
  /** True with probability `p`. Throws `InvalidWorld` unless 0 ≤ p ≤ 1. */
  flip(p: number, name?: string): boolean;
  /** Uniform on 0, …, n − 1. Throws `InvalidWorld` unless n is a positive integer. */
  below(n: number, name?: string): number;
  /** Index i with probability `probabilities[i]`. Throws `InvalidWorld` unless all are ≥ 0 and they sum to 1 ± 1e-9. */
  pick(probabilities: readonly number[], name?: string): number;
}

/** A uniform draw from [0, 1). */
export type Uniform = () => number;

const SUM_TOLERANCE = 1e-9;

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new InvalidWorld(expected('chance.flip', 'a probability in [0, 1]', p));
}

function checkCount(n: number): void {
  if (!(Number.isInteger(n) && n > 0)) throw new InvalidWorld(expected('chance.below', 'a positive integer', n));
}

/** Their sum, 1 up to tolerance. */
function checkProbabilities(probabilities: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i];
    if (!(p >= 0)) throw new InvalidWorld(expected('chance.pick', 'probabilities ≥ 0', probabilities));
    sum += p;
  }
  if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
    throw new InvalidWorld(
      `chance.pick: expected probabilities that sum to 1 but received a sum of ${sum} from [${probabilities.join(', ')}]`,
    );
  }
  return sum;
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

/** A `Chance` whose draws depend on their name and on how often that name was called: see `pairs`, DESIGN §5. */
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

/**
 * Runs `body` once along every trace of choices that has positive probability, and hands each result to `visit` with
 * the trace's probability. Probabilities over all traces sum to 1 up to rounding. A reused `Enumerator` allocates
 * nothing per trace.
 */
export class Enumerator implements Chance {
  /** Choice taken, number of choices and trace probability before the choice, by depth of the trace. */
  private readonly taken: number[] = [];
  private readonly options: (readonly number[] | number)[] = [];
  private depth = 0;
  private length = 0;
  private probability = 1;

  run<Result>(body: (chance: Chance) => Result, visit: (result: Result, probability: number) => void): void {
    this.length = 0;
    do {
      this.depth = 0;
      this.probability = 1;
      const result = body(this);
      visit(result, this.probability);
    } while (this.advance());
  }

  flip(p: number): boolean {
    checkProbability(p);
    if (p === 0 || p === 1) return p === 1;
    const depth = this.depth++;
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
    const depth = this.depth++;
    if (depth === this.length) {
      this.taken[depth] = 0;
      this.options[depth] = n;
      this.length++;
    }
    this.probability /= n;
    return this.taken[depth];
  }

  pick(probabilities: readonly number[]): number {
    const depth = this.depth++;
    if (depth === this.length) {
      const sum = checkProbabilities(probabilities);
      // Shared out exactly: a tolerated excess would add up over the ticks of a forecast.
      this.options[depth] = sum === 1 ? probabilities.slice() : probabilities.map((p) => p / sum);
      this.taken[depth] = probabilities.findIndex((p) => p > 0);
      this.length++;
    }
    const index = this.taken[depth];
    this.probability *= (this.options[depth] as readonly number[])[index];
    return index;
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

/** All results of `body` with their probabilities, one entry a trace (equal results are not merged). */
export function enumerate<Result>(body: (chance: Chance) => Result): { result: Result; probability: number }[] {
  const results: { result: Result; probability: number }[] = [];
  new Enumerator().run(body, (result, probability) => results.push({ result, probability }));
  return results;
}
