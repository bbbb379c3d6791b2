/** The layers' gradients equal tfjs' own. */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { stream } from '../../../core/base/random.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import {
  type Activation,
  customDense,
  explicitProducts,
  flaggedProducts,
  plainDense,
  transposed,
} from '../../../learning/network/dense.ts';
import { testBackend } from '../../backend.ts';

const backends = [...new Set(['wasm', 'cpu', testBackend] as const)];

/** Largest difference between the outputs' and gradients' entries of two lists of tensors, relative to 1. */
function distance(one: Tensor[], other: Tensor[]): number {
  expect(one.map((tensor) => tensor.shape)).toEqual(other.map((tensor) => tensor.shape));
  return Math.max(
    ...one.flatMap((tensor, i) => {
      const values = other[i].dataSync();
      return [...tensor.dataSync()].map((value, k) => Math.abs(value - values[k]) / Math.max(1, Math.abs(value)));
    }),
  );
}

// Wide to narrow and narrow to wide: the explicit transposes differ, also on rows that are transposed in two steps.
for (const name of backends)
  for (const activation of ['relu', 'tanh', 'linear'] satisfies Activation[])
    for (const [rows, inputs, outputs] of [
      [7, 5, 3],
      [4, 2, 6],
      [9, 4, 1],
      [1, 3, 3],
      [256, 3, 2],
      [512, 2, 3],
    ])
      test(`${name}: a ${activation} layer's gradients, ${rows}×${inputs}→${outputs}, equal tfjs' own`, async () => {
        const { tf } = await loadBackend(name);
        const draw = stream(1, activation, rows, inputs, outputs);
        const random = (...shape: number[]) =>
          tf.tensor(
            Array.from({ length: shape.reduce((a, b) => a * b) }, () => 2 * draw() - 1),
            shape,
          );
        tf.tidy(() => {
          const [x, w, b] = [random(rows, inputs), random(inputs, outputs), random(outputs)];
          const dy = random(rows, outputs);
          const reference = plainDense(tf);
          const expectedOutput = reference(x as Tensor2D, w as Tensor2D, b as Tensor1D, activation, true);
          const expectedGradients = tf.grads((x, w, b) =>
            reference(x as Tensor2D, w as Tensor2D, b as Tensor1D, activation, true),
          )([x, w, b], dy);
          for (const products of [explicitProducts(tf), flaggedProducts(tf)]) {
            const dense = customDense(tf, products);
            const output = dense(x as Tensor2D, w as Tensor2D, b as Tensor1D, activation, true);
            expect(distance([expectedOutput], [output])).toBeLessThan(1e-6);
            const gradients = tf.grads((x, w, b) =>
              dense(x as Tensor2D, w as Tensor2D, b as Tensor1D, activation, true),
            )([x, w, b], dy);
            expect(distance(expectedGradients, gradients)).toBeLessThan(1e-5);
            const ofParameters = tf.grads((w, b) =>
              dense(x as Tensor2D, w as Tensor2D, b as Tensor1D, activation, false),
            )([w, b], dy);
            expect(distance(expectedGradients.slice(1), ofParameters)).toBeLessThan(1e-5);
          }
        });
      });

for (const name of backends)
  test(`${name}: a matrix is transposed entry by entry, whatever its number of rows`, async () => {
    const { tf } = await loadBackend(name);
    for (const rows of [1, 64, 255, 256, 300, 512, 768, 2048])
      for (const columns of [1, 2, 5, 64]) {
        const values = Float32Array.from({ length: rows * columns }, (_, i) => i);
        const result = tf.tidy(() => {
          const turned = transposed(tf, tf.tensor2d(values, [rows, columns]));
          expect(turned.shape).toEqual([columns, rows]);
          return turned.dataSync();
        });
        const wrong = values.findIndex((value, i) => {
          const [row, column] = [Math.floor(i / columns), i % columns];
          return result[column * rows + row] !== value;
        });
        expect(wrong).toBe(-1);
      }
  });

test('a layer asked for no gradient towards its input gives none', async () => {
  const { tf } = await loadBackend(testBackend);
  const dense = customDense(tf, explicitProducts(tf));
  const x = tf.ones([2, 2]) as Tensor2D;
  const w = tf.ones([2, 2]) as Tensor2D;
  const b = tf.zeros([2]) as Tensor1D;
  expect(() => tf.grad((x) => dense(x as Tensor2D, w, b, 'linear', false))(x)).toThrow(/gradient/);
});
