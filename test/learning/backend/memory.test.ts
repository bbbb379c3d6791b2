/** The package's learners keep no memory from one update to the next. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { learners } from '../../../bench/learners.ts';
import { memoryGrowth } from '../../../bench/memory.ts';
import { ours } from '../../../bench/trainers.ts';
import { stream } from '../../../core/base/random.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { Discriminator } from '../../../learning/divergence/discriminator.ts';
import { testBackend } from '../../backend.ts';

// @module-tag system

const ROWS = 64;
const WARM_UP = 300;
const UPDATES = 1500;

/** A leak grows every time; the heap of a process that has just begun may grow once (measured: 29 MB on Node 24). */
function expectFlat(measure: () => ReturnType<typeof memoryGrowth>): void {
  let resident = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3 && resident >= 20; attempt++) {
    const growth = measure();
    expect(growth.tensors).toBe(0);
    resident = growth.resident;
  }
  expect(resident).toBeLessThan(20);
}

// A tensor of the least of these networks' activations that stayed behind every update would be 23 MB.
test.each([
  ['a discriminator 64→64→64→1', [64, 64, 64, 1]],
  ['a policy 154→64→64→8', [154, 64, 64, 8]],
])(`${UPDATES} updates of %s leave no tensor behind and less than 20 MB`, async (_, sizes) => {
  const backend = await loadBackend(testBackend);
  const trainer = ours(backend, sizes, ROWS);
  expectFlat(() => memoryGrowth(backend, trainer, WARM_UP, UPDATES));
  trainer.dispose();
});

const LEARNER_ROWS = 16;
const LEARNER_UPDATES = 150;

test.each(Object.keys(learners))(
  `${LEARNER_UPDATES} updates of the %s leave no tensor behind and less than 20 MB`,
  async (name) => {
    const backend = await loadBackend(testBackend);
    const before = backend.tf.memory().numTensors;
    const learner = learners[name](backend, LEARNER_ROWS);
    expectFlat(() => memoryGrowth(backend, learner, 30, LEARNER_UPDATES));
    learner.dispose();
    expect(backend.tf.memory().numTensors).toBe(before);
  },
);

test('a trainer that keeps one tensor for each update is noticed', async () => {
  const backend = await loadBackend(testBackend);
  const kept: Tensor[] = [];
  // 131 MB: far more than what earlier tests left free.
  const leaking = {
    update: () => kept.push(backend.tf.ones([ROWS, 512])),
    weights: () => [],
    dispose: () => backend.tf.dispose(kept),
  };
  const growth = memoryGrowth(backend, leaking, 10, 1000);
  expect(growth.tensors).toBe(1000);
  expect(growth.resident).toBeGreaterThan(20);
  leaking.dispose();
});

test("the discriminator's own update and logits leave no tensor behind", async () => {
  const backend = await loadBackend(testBackend);
  const before = backend.tf.memory().numTensors;
  const discriminator = new Discriminator(backend, 8, { stream: stream(1, 'weights'), learningRate: 1e-3 });
  const made = backend.tf.memory().numTensors;
  const inputs = new Float32Array(16 * 8).fill(1);
  const labels = Float32Array.from({ length: 16 }, (_, i) => i % 2);
  for (let i = 0; i < 100; i++) {
    discriminator.update(inputs, labels);
    discriminator.logits(inputs, 16);
  }
  expect(backend.tf.memory().numTensors).toBe(made);
  discriminator.dispose();
  expect(backend.tf.memory().numTensors).toBe(before);
});
