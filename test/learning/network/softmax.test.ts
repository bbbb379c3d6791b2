/** The softmax is stable. */
import { expect, test } from 'vitest';
import { pickWeighted } from '../../../core/base/random.ts';
import { softmax } from '../../../learning/network/softmax.ts';

test('pick gives index i where u falls into its share, and never one of probability 0', () => {
  const chances = Float32Array.of(0, 0.25, 0, 0.5, 0.25, 0);
  expect([0, 0.249, 0.25, 0.7, 0.75, 0.999_999_9].map((u) => pickWeighted(chances, u))).toEqual([1, 1, 3, 3, 4, 4]);
  // Rounding may leave something of u over.
  expect(pickWeighted(Float32Array.of(0.5, 0.4999, 0), 0.999_95)).toBe(1);
});

test('softmax keeps large logits apart without overflow', () => {
  expect([...softmax(Float32Array.of(1000, 0, -1000))]).toEqual([1, 0, 0]);
  const [a, b] = softmax(Float32Array.of(1e3 + Math.log(3), 1e3));
  expect(a / b).toBeCloseTo(3, 3);
});
