/** Training on counted rows equals training on the rows themselves. */
import { expect, test } from 'vitest';
import { stream } from '../../../core/base/random.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { Discriminator } from '../../../learning/divergence/discriminator.ts';
import { testBackend } from '../../backend.ts';

const WIDTH = 5;

test('updates on counted rows equal updates on the rows themselves', async () => {
  const backend = await loadBackend(testBackend);
  const create = () => new Discriminator(backend, WIDTH, { stream: stream(1, 'weights'), learningRate: 0.01 });
  // Row i is a one-hot of i; branch 1 drew them 3, 0, 1, 2, 0 times, branch 0 1, 4, 0, 2, 5 times.
  const counts1 = [3, 0, 1, 2, 0];
  const counts0 = [1, 4, 0, 2, 5];
  const drawn = [counts1, counts0].flatMap((counts, absent) =>
    counts.flatMap((count, row) => Array.from({ length: count }, () => ({ row, label: 1 - absent }))),
  );
  const inputs = new Float32Array(drawn.length * WIDTH);
  drawn.forEach(({ row }, i) => {
    inputs[i * WIDTH + row] = 1;
  });
  const labels = Float32Array.from(drawn, ({ label }) => label);
  const each = Float32Array.from({ length: WIDTH * WIDTH }, (_, i) => (i % (WIDTH + 1) === 0 ? 1 : 0));
  const before = backend.tf.memory().numTensors;
  const one = create();
  const other = create();
  for (let i = 0; i < 20; i++) {
    one.update(inputs, labels);
    other.updateWeighted(
      each,
      Float32Array.from(counts1, (count) => count / (2 * 6)),
      Float32Array.from(counts0, (count) => count / (2 * 12)),
    );
  }
  const expectedLogits = one.logits(each, WIDTH);
  other.logits(each, WIDTH).forEach((logit, i) => {
    expect(logit).toBeCloseTo(expectedLogits[i], 3);
  });
  expect(Math.abs(expectedLogits[1])).toBeGreaterThan(0.05);
  one.dispose();
  other.dispose();
  expect(backend.tf.memory().numTensors).toBe(before);
});
