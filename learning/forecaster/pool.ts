/** Draws the answers on which a learned forecaster is trained. */

import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { stream } from '../../core/base/random.ts';
import { type Disciple, worldOf } from '../../core/disciple/disciple.ts';
import { branchesOf } from '../../core/forecast/branches.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { answersOf } from '../../core/world/answers-world.ts';
import { arrive, type World } from '../../core/world/world.ts';

/** The answers of the outcomes of training rollouts. */
export interface AnswerPool {
  /** The evidence values, by evidence index. */
  readonly evidences: readonly (readonly number[])[];
  /** What arrives, by law index. '' is first: the one law of every erased branch. */
  readonly laws: readonly string[];
  /** For each evidence value and law: the answers' cells [draws × questions], row by row. */
  readonly cells: readonly (readonly Int32Array[])[];
}

/**
 * What can arrive when one of these disciples is sent, each with a (disciple, X) with which it arrives; '' is first.
 */
export function lawsOf(
  world: World,
  disciples: readonly Disciple[],
): { readonly arrived: string; readonly s: number; readonly x: 0 | 1 }[] {
  const laws = new Map<string, { arrived: string; s: number; x: 0 | 1 }>();
  disciples.forEach(({ source }, s) => {
    for (const x of [0, 1] as const) {
      const arrived = arrive(world, source, x);
      if (!laws.has(arrived)) laws.set(arrived, { arrived, s, x });
    }
  });
  return [...laws.values()].sort((a, b) => Number(a.arrived !== '') - Number(b.arrived !== ''));
}

/**
 * Plays `rollouts` episodes for each evidence value and each law. The world need not be compiled, but then it is
 * slower.
 * @throws InvalidOption unless `rollouts` is a positive integer and there is at least one disciple.
 */
export function drawAnswers<State>(
  target: World<State> | Compiled<State>,
  disciples: readonly Disciple<State>[],
  options: { readonly rollouts: number; readonly seed: number },
): AnswerPool {
  const { rollouts, seed } = options;
  if (!(Number.isInteger(rollouts) && rollouts > 0))
    throw new InvalidOption(expected('rollouts', 'a positive integer', rollouts));
  if (disciples.length === 0) throw new InvalidOption(expected('disciples', 'at least one', 'none'));
  const world = worldOf(target);
  const branches = branchesOf(target, disciples);
  const answers = answersOf(world);
  const questions = world.questions.length;
  const laws = lawsOf(world as World, disciples as readonly Disciple[]);
  const known = new Map<State, readonly number[]>();
  const cells = branches.evidences.map(({ value }, e) =>
    laws.map(({ arrived, s, x }) => {
      const uniform = stream(seed, 'forecaster', 'pool', ...value, arrived);
      const rows = new Int32Array(rollouts * questions);
      for (let i = 0; i < rollouts; i++) {
        const outcome = branches.sample(e, s, x, uniform);
        let tuple = known.get(outcome);
        if (!tuple) {
          tuple = answers(outcome);
          // Compiled worlds hand out the same state objects again.
          if (target !== world) known.set(outcome, tuple);
        }
        rows.set(tuple, i * questions);
      }
      return rows;
    }),
  );
  return { evidences: branches.evidences.map(({ value }) => value), laws: laws.map(({ arrived }) => arrived), cells };
}
