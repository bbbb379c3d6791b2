/** A master that the library trained is saved as a run directory, and loaded again as it was. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { fixedMaster, masters } from '../../../agents/masters/master.ts';
import { train } from '../../../agents/masters/train.ts';
import { RunDirectoryError, UnknownId } from '../../../core/base/errors.ts';
import { register } from '../../../core/world/registry.ts';
import type { World } from '../../../core/world/world.ts';
import { evaluate } from '../../../experiments/train/evaluate.ts';
import { loadMaster } from '../../../experiments/train/load-master.ts';
import { saveMaster } from '../../../experiments/train/save-master.ts';
import { testBackend } from '../../backend.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';
import { temporaryFolder } from '../command.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const world = tinyWorld as World;
register(world);
const options = { world, weight: 2, seed: 3, episodes: 2000, rollouts: 500, backend: testBackend };

test.each([
  ['bandit', 'coarse/joint/tv'],
  ['reinforce', 'coarse/learned/tv'],
  ['q-network', 'coarse/learned/js'],
])('a %s against %s is the same after it was saved and loaded', async (agent, penalty) => {
  const master = await train({ ...options, agent, penalty });
  const directory = join(folder, agent);
  await saveMaster(master, directory);
  const loaded = await loadMaster(directory);
  for (const evidence of [0, 1].flatMap((a) => [0, 1, 2].map((b) => [a, b]))) {
    expect(loaded.choose(evidence)).toBe(master.choose(evidence));
    expect(loaded.chooseUnpenalised(evidence)).toBe(master.chooseUnpenalised(evidence));
    for (const { id } of world.disciples) expect(loaded.charged(evidence, id)).toBe(master.charged(evidence, id));
  }
  expect(loaded.state().training).toEqual(master.state().training);
  master.dispose();
  loaded.dispose();
});

test('the directory is one of a complete run, which evaluate judges again', async () => {
  const directory = join(folder, 'bandit');
  expect(readFileSync(join(directory, 'summary.csv'), 'utf8').split('\n').length).toBeGreaterThan(2);
  const print = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await evaluate(directory, { json: true });
  expect(JSON.parse(String(print.mock.calls[0][0])).seeds[0].seed).toBe(3);
  print.mockRestore();
  await expect(loadMaster(directory, { seed: 4 })).rejects.toThrow(RunDirectoryError);
});

test('a directory that exists is refused, and what is not registered leaves none behind', async () => {
  const create = async () => fixedMaster(new Array(100).fill(1));
  const agent = { id: 'saved-too-early', summary: 'An agent of a test.', learns: false, create };
  const master = await train({ ...options, agent, penalty: 'none' });
  await expect(saveMaster(master, join(folder, 'bandit'))).rejects.toThrow(RunDirectoryError);
  const directory = join(folder, 'fresh');
  await expect(saveMaster(master, directory)).rejects.toThrow(UnknownId);
  expect(existsSync(directory)).toBe(false);
  masters.register(agent);
  await saveMaster(master, directory);
  expect((await loadMaster(directory)).choose([0, 0])).toBe('bounded');
  master.dispose();
});
