/** What a training tells before it begins. */
import { expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { prepareTraining } from '../../../experiments/train/prepare.ts';
import { parseConfig } from '../../../experiments/train/settings.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';

test.each([
  ['bandit', 'coarse/joint/tv', false],
  ['oracle', 'none', false],
  ['reinforce', 'coarse/joint/tv', true],
  ['bandit', 'coarse/learned/tv', true],
])(
  '%s against %s: how to get a faster backend is told where a network is trained: %s',
  async (agent, penalty, trains) => {
    const { name, notice } = await loadBackend();
    const { notes } = await prepareTraining(parseConfig({ world: 'Hurricane-v0', agent, penalty }));
    const line = `tfjs backend: ${name}`;
    expect(notes).toContain(trains && notice !== null ? `${line} (${notice})` : line);
  },
);
