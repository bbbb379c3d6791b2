/** Training a master keeps no tensors. */
import { describe, expect, test } from 'vitest';
import '../../../index.ts';
import { masters } from '../../../agents/masters/master.ts';
import { BATCH, Training } from '../../../agents/masters/training.ts';
import { compile } from '../../../core/tables/compile.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { penalties } from '../../../penalties/suite.ts';
import { testBackend } from '../../backend.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

// @module-tag system

describe('memory', () => {
  test.each(masters.ids().filter((id) => masters.get(id).trains && !masters.get(id).write))(
    'as many tensors are alive after 1,000 updates of %s as after 10',
    async (agent) => {
      const { tf } = await loadBackend(testBackend);
      const training = await Training.create({
        target: compile(tinyWorld),
        penalty: penalties.get('coarse/learned/tv'),
        agent: masters.get(agent),
        weight: 1,
        seed: 0,
        episodes: 1000 * BATCH,
        rollouts: 100,
        erasure: 0.05,
        backend: testBackend,
      });
      while (training.iteration < 10) training.step();
      const early = tf.memory().numTensors;
      while (!training.done) training.step();
      expect(training.iteration).toBe(1000);
      expect(tf.memory().numTensors).toBe(early);
      training.dispose();
    },
    240_000,
  );
});
