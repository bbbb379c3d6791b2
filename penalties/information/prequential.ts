/**
 * A coder that learns. The essay: "how much more information we would need to describe P(e,S,1), given that we know
 * P(e,S,0) (and vice-verse)."
 *
 * Draws of both branches arrive in blocks. Each block is coded before anything is trained on it: by a network that was
 * trained on the earlier blocks of its own branch, and by one that was trained on those of the other. The value is the
 * maximum over the branches of (bits under the other's coder − bits under its own) per draw, in bits, ≥ 0, and at most
 * Σ log₂(100 · answers) over the questions. As draws and training grow, it tends to the larger Kullback–Leibler
 * divergence of the joint cells, where each conditional is mixed with 1 % of the uniform distribution.
 *
 * The alphabet is what either branch was drawn to answer. No 95 % interval of that divergence is known that holds. The
 * parts `low` and `high` are the ends for a mean of code-length differences, given these networks. On four cells they
 * held the divergence in four of five repetitions where the laws are flat, and in a third of them where one cell has
 * .97: a coder charges too much for what its own branch has seldom drawn. The null is one relabelling, trained anew:
 * one half of the pooled draws against the other.
 *
 * Known to fail: with few draws a branch, and on many questions that depend on each other in ways that a small network
 * does not find. It is blind to what no question asks.
 */

import { NoEstimate } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { type Stream, shuffle, stream } from '../../core/base/random.ts';
import type { Forecast } from '../../core/forecast/forecast.ts';
import { questionCells } from '../../core/world/answers.ts';
import type { World } from '../../core/world/world.ts';
import { type Backend, loadBackend } from '../../learning/backend/backend.ts';
import { vocabularyOf } from '../../learning/divergence/encoder.ts';
import { makePenalty } from '../make-penalty.ts';
import { type MeasureRequest, NO_INTERVAL, nothing, requestWorld } from '../penalty.ts';
import { AnswerCoder, type AnswerRows, answerRows, uniformBits } from './coder.ts';

const ID = 'information/prequential';
const SUMMARY = 'extra bits a draw to code one branch’s answers with a coder trained on the other’s';

/** Draws a branch where the forecaster is exact. */
const DRAWS = 4096;
/** Fewest draws of a branch: the last block is then coded by a network that saw half as many. */
const FEWEST_DRAWS = 256;
/** Where the blocks end, as shares of the draws; the first is coded under the uniform law. */
const BLOCK_ENDS = [0.25, 0.5, 1];
/** Updates of a coder between two blocks. */
const UPDATES = 60;
/** Two branches, each with ends of 97.5 %. */
const Z_OF_TWO = 2.2414;
/** One-sided 95 %. */
const Z_ONE_SIDED = 1.6449;

/** The draws of both branches in the order in which they are coded, each as the number of its tuple of answers. */
interface CodedDraws {
  readonly rows: AnswerRows;
  readonly one: Int32Array;
  readonly zero: Int32Array;
}

/** What coding one branch took, per draw. */
interface BranchCode {
  /** Bits of all its draws under its own coder, the first block under the uniform law. */
  readonly bits: number;
  /** Bits under the other branch's coder less those, over all blocks but the first. */
  readonly excess: number;
  /** Standard error of `excess`, given the networks. */
  readonly error: number;
}

/** `information/prequential`. */
export const prequential = makePenalty({
  id: ID,
  summary: SUMMARY,
  trains: true,
  alwaysSampled: true,
  async measure<State>(request: MeasureRequest<State>) {
    const { evidence, disciple, forecaster, seed } = request;
    const world = requestWorld(request);
    const forecast = (x: 0 | 1) =>
      forecaster.rollouts === null
        ? forecaster.draw(evidence, disciple, x, DRAWS, ID)
        : forecaster(evidence, disciple, x);
    const drawn = codedDraws(forecast(1), forecast(0), world, stream(seed, ID, 'order', ...evidence));
    const { rows, one } = drawn;
    const draws = one.length;
    if (rows.questions === 0) {
      const parts = { draws, low: 0, high: 0, present: 0, absent: 0, presentExcess: 0, absentExcess: 0 };
      return { ...nothing(false), parts: { ...parts, ...NO_INTERVAL } };
    }
    const backend = await loadBackend(request.backend);
    const [present, absent] = codeBranches(backend, drawn, `${seed}/branches`);
    const [null1, null0] = codeBranches(backend, halved(drawn, stream(seed, ID, 'relabel')), `${seed}/null`);
    return {
      value: Math.max(0, present.excess, absent.excess),
      interval: null,
      null: {
        mean: Math.max(0, null1.excess, null0.excess),
        p95: Math.max(0, null1.excess + Z_ONE_SIDED * null1.error, null0.excess + Z_ONE_SIDED * null0.error),
      },
      parts: {
        draws,
        low: Math.max(0, present.excess - Z_OF_TWO * present.error, absent.excess - Z_OF_TWO * absent.error),
        high: Math.max(0, present.excess + Z_OF_TWO * present.error, absent.excess + Z_OF_TWO * absent.error),
        present: present.bits,
        absent: absent.bits,
        presentExcess: present.excess,
        absentExcess: absent.excess,
        ...NO_INTERVAL,
      },
    };
  },
  exact: { none: 'its coder learns from draws' },
});

/**
 * Equally many draws of both branches, in random order.
 *
 * @throws NoEstimate for fewer than 256 draws
 */
function codedDraws<State>(p1: Forecast<State>, p0: Forecast<State>, world: World<State>, uniform: Stream): CodedDraws {
  const cells = questionCells(world, 1);
  const numbers = new Map<string, number>();
  const tuples: (readonly number[])[] = [];
  const deal = ({ outcomes, probabilities, draws }: Forecast<State>) => {
    const deck = new Int32Array(draws ?? 0);
    let at = 0;
    for (let i = 0; i < outcomes.length; i++) {
      const tuple = cells(outcomes[i]);
      const key = tuple.join();
      let number = numbers.get(key);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(key, number);
        tuples.push(tuple);
      }
      const count = Math.round(probabilities[i] * deck.length);
      deck.fill(number, at, at + count);
      at += count;
    }
    return shuffle(deck, uniform);
  };
  const one = deal(p1);
  const zero = deal(p0);
  const draws = Math.min(one.length, zero.length);
  if (draws < FEWEST_DRAWS) throw new NoEstimate(expected(`${ID}: draws`, `at least ${FEWEST_DRAWS} a branch`, draws));
  const rows = answerRows(tuples, vocabularyOf(tuples));
  return { rows, one: one.subarray(0, draws), zero: zero.subarray(0, draws) };
}

/** The pooled draws dealt into two halves. */
function halved({ rows, one, zero }: CodedDraws, uniform: Stream): CodedDraws {
  const pooled = new Int32Array(one.length + zero.length);
  pooled.set(one);
  pooled.set(zero, one.length);
  shuffle(pooled, uniform);
  return { rows, one: pooled.subarray(0, one.length), zero: pooled.subarray(one.length) };
}

/** Codes both branches block by block with both coders; branch 1 first. */
function codeBranches(
  backend: Backend,
  { rows, one, zero }: CodedDraws,
  seed: string,
): readonly [BranchCode, BranchCode] {
  // The same first weights for both: what tells the coders apart is what they were trained on.
  const coders = [new AnswerCoder(backend, rows, seed), new AnswerCoder(backend, rows, seed)];
  const branches = [one, zero];
  const draws = one.length;
  const ends = BLOCK_ENDS.map((share) => Math.round(share * draws));
  const first = ends[0];
  const totals = branches.map(() => ({ bits: first * uniformBits(rows), excess: 0, variance: 0 }));
  try {
    for (let block = 1; block < ends.length; block++) {
      const [start, end] = [ends[block - 1], ends[block]];
      const bits = coders.map((coder, i) => {
        coder.train(branches[i].subarray(0, start), UPDATES);
        return coder.bits();
      });
      branches.forEach((branch, i) => {
        const total = totals[i];
        let sum = 0;
        let squares = 0;
        for (let draw = start; draw < end; draw++) {
          const own = bits[i][branch[draw]];
          const difference = bits[1 - i][branch[draw]] - own;
          total.bits += own;
          sum += difference;
          squares += difference * difference;
        }
        const count = end - start;
        total.excess += sum;
        // The networks stood still while the block was coded: its draws are independent given them.
        total.variance += Math.max(0, squares - (sum * sum) / count) * (count / Math.max(1, count - 1));
      });
    }
  } finally {
    for (const coder of coders) coder.dispose();
  }
  const [present, absent] = totals.map(({ bits, excess, variance }) => ({
    bits: bits / draws,
    excess: excess / (draws - first),
    error: Math.sqrt(variance) / (draws - first),
  }));
  return [present, absent];
}
