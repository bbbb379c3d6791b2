/** Draws answers from a learned forecaster's networks. */

import { pickWeighted } from '../../core/base/random.ts';
import type { Forecast } from '../../core/forecast/forecast.ts';
import type { Answers } from '../../core/world/answers-world.ts';
import type { Uniform } from '../../core/world/chance.ts';
import type { Conditional } from './conditionals.ts';
import type { InputLayout } from './layout.ts';

/**
 * Makes `n` independent draws of the answers under (evidence e, law l), and counts them. Draws that agree so far share
 * one pass through the next question's network, so that 20,000 draws take only some thousand passes.
 */
export function sampleAnswers(
  layout: InputLayout,
  laws: readonly Conditional[],
  e: number,
  l: number,
  n: number,
  uniform: Uniform,
): Forecast<Answers> {
  const { questions, vocabulary } = layout;
  const condition = layout.condition(e, l);
  const inputs = new Int32Array(condition.length + questions);
  inputs.set(condition);
  const answers: number[] = [];
  const outcomes: Answers[] = [];
  const counts: number[] = [];
  const split = (q: number, draws: number): void => {
    if (q === questions) {
      outcomes.push(answers.slice());
      counts.push(draws);
      return;
    }
    const law = laws[q](inputs);
    const drawn = new Int32Array(law.length);
    if (law.length === 1) drawn[0] = draws;
    else for (let i = 0; i < draws; i++) drawn[pickWeighted(law, uniform())]++;
    for (let a = 0; a < drawn.length; a++) {
      if (drawn[a] === 0) continue;
      answers[q] = vocabulary[q][a];
      inputs[condition.length + q] = layout.answer(q, a);
      split(q + 1, drawn[a]);
    }
  };
  split(0, n);
  return { outcomes, probabilities: Float64Array.from(counts, (count) => count / n), draws: n };
}
