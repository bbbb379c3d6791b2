/** The parts of a learned forecaster: vocabulary, inputs, batches and sampling. */
import { expect, test } from 'vitest';
import { stream } from '../../../core/base/random.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { BatchBuilder } from '../../../learning/forecaster/batches.ts';
import { conditionals } from '../../../learning/forecaster/conditionals.ts';
import { inputLayout } from '../../../learning/forecaster/layout.ts';
import type { AnswerPool } from '../../../learning/forecaster/pool.ts';
import { poolVocabulary, prefixesOf } from '../../../learning/forecaster/prefixes.ts';
import { sampleAnswers } from '../../../learning/forecaster/sample.ts';
import { createNetwork, evaluate } from '../../../learning/network/network.ts';
import { testBackend } from '../../backend.ts';
import { samplingTolerance, totalVariation } from '../../fixtures/laws.ts';

const QUESTIONS = 3;
const uniform = stream(1, 'pool');
const evidences = [
  [0, 2],
  [1, 2],
  [1, 0],
];
const laws = ['', 'one'];
/** Question 0 answers −1 or 3, question 1 nothing but 7, question 2 one of four. */
const pool: AnswerPool = {
  evidences,
  laws,
  cells: evidences.map(() =>
    laws.map(() =>
      Int32Array.from({ length: 50 * QUESTIONS }, (_, i) =>
        i % QUESTIONS === 0 ? (uniform() < 0.4 ? -1 : 3) : i % QUESTIONS === 1 ? 7 : Math.floor(4 * uniform() ** 2),
      ),
    ),
  ),
};
const vocabulary = poolVocabulary(pool, QUESTIONS);
const layout = inputLayout(evidences, laws.length, vocabulary);
const prefixes = prefixesOf(pool, layout);

test('the vocabulary holds the cells seen, in order', () => {
  expect(vocabulary).toEqual([[-1, 3], [7], [0, 1, 2, 3]]);
});

test('the inputs say evidence, law, their combination and the earlier answers, each in a place of its own', () => {
  // 2 + 2 values of the variables, 2 laws, 6 combinations.
  expect([0, 1, 2].map((q) => layout.width(q))).toEqual([12, 14, 15]);
  const conditions = evidences.flatMap((_, e) => laws.map((_, l) => layout.condition(e, l)));
  for (const inputs of conditions) expect(new Set(inputs).size).toBe(4);
  expect(new Set(conditions.map((inputs) => inputs.join())).size).toBe(6);
  expect(Math.max(...conditions.flat())).toBe(11);
  expect([layout.answer(0, 0), layout.answer(0, 1), layout.answer(1, 0)]).toEqual([12, 13, 14]);
});

test('a batch holds each distinct prefix once, with the counts of the answers that followed it', () => {
  const builder = new BatchBuilder(layout, prefixes);
  for (let repeat = 0; repeat < 3; repeat++) {
    const drawn = Int32Array.from({ length: 200 }, () => Math.floor(uniform() * prefixes.rows));
    builder.begin();
    for (const q of [0, 1, 2]) {
      const wanted = new Map<string, number[]>();
      for (const row of drawn) {
        const [e, l, i] = [Math.floor(row / 100), Math.floor(row / 50) % 2, row % 50];
        const tuple = pool.cells[e][l].subarray(i * QUESTIONS, (i + 1) * QUESTIONS);
        const inputs = new Array(layout.width(q)).fill(0);
        for (const input of layout.condition(e, l)) inputs[input] = 1;
        for (let earlier = 0; earlier < q; earlier++)
          inputs[layout.answer(earlier, vocabulary[earlier].indexOf(tuple[earlier]))] = 1;
        const counts = wanted.get(inputs.join()) ?? vocabulary[q].map(() => 0);
        counts[vocabulary[q].indexOf(tuple[q])]++;
        wanted.set(inputs.join(), counts);
      }
      const { rows, inputs, counts } = builder.build(q, drawn);
      const [width, outputs] = [layout.width(q), vocabulary[q].length];
      const built = Array.from(
        { length: rows },
        (_, i) =>
          [
            inputs.subarray(i * width, (i + 1) * width).join(),
            [...counts.subarray(i * outputs, (i + 1) * outputs)],
          ] as const,
      );
      expect(rows).toBe(wanted.size);
      expect(new Map(built)).toEqual(wanted);
    }
  }
});

test('the conditional laws are tfjs’ forward pass and softmax, and sampling splits draws by them', async () => {
  const backend = await loadBackend(testBackend);
  const { tf } = backend;
  const networks = [0, 2].map((q) =>
    createNetwork(backend, {
      sizes: [layout.width(q), 9, vocabulary[q].length],
      stream: stream(q, 'weights'),
    }),
  );
  const laws = conditionals(layout, [networks[0].save(), null, networks[1].save()]);
  const [e, l] = [1, 1];
  const exact = new Map<string, number>();
  const law = (q: number, answers: readonly number[]) => {
    const ones = [...layout.condition(e, l), ...answers.map((a, earlier) => layout.answer(earlier, a))];
    const probabilities = laws[q](Int32Array.from(ones)).slice();
    if (q !== 1) {
      const inputs = new Float32Array(layout.width(q));
      for (const input of ones) inputs[input] = 1;
      const logits = evaluate(networks[q / 2], inputs, 1);
      const wanted = tf.tidy(() => tf.softmax(tf.tensor1d(logits)).dataSync());
      for (let a = 0; a < wanted.length; a++) expect(Math.abs(probabilities[a] - wanted[a])).toBeLessThan(1e-5);
    }
    return probabilities;
  };
  law(0, []).forEach((p0, a0) => {
    law(1, [a0]).forEach((p1, a1) => {
      law(2, [a0, a1]).forEach((p2, a2) => {
        exact.set([vocabulary[0][a0], vocabulary[1][a1], vocabulary[2][a2]].join(), p0 * p1 * p2);
      });
    });
  });
  const n = 50_000;
  const { outcomes, probabilities, draws } = sampleAnswers(layout, laws, e, l, n, stream(3, 'draws'));
  expect(draws).toBe(n);
  const drawn = new Map(outcomes.map((answers, i) => [answers.join(), probabilities[i]]));
  expect(totalVariation(drawn, exact)).toBeLessThan(samplingTolerance(exact, n));
  for (const network of networks) network.dispose();
});
