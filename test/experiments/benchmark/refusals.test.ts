/** What a benchmark refuses, and what it leaves out. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import '../../../envs/index.ts';
import { registry } from '../../../core/world/registry.ts';
import { selectWorlds } from '../../../experiments/inputs/select.ts';
import { command, read, rows, succeed, temporaryFolder } from '../command.ts';

// @module-tag system

const folder = temporaryFolder();

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.concurrent('benchmark', () => {
  test('leaves out a leaky world that nobody named, and refuses one that was named', async () => {
    const named = await command(['benchmark', '--world', 'LeakyWire-v0', '--penalty', 'none']);
    expect(named.code).toBe(2);
    expect(named.stderr.trim().split('\n')).toHaveLength(1);
    expect(named.stderr).toContain('leaks');
    const out = join(folder, 'leak');
    await succeed(['benchmark', '--world', 'LeakyWire-v0', '--penalty', 'none', '--allow-leak', '--out', out]);
    expect(rows(read(out, 'summary.csv'))).toHaveLength(2);
  });

  test.each([
    [['--world', 'Hurrican-v0'], "unknown world 'Hurrican-v0'. Did you mean 'Hurricane-v0'?"],
    [['--penalty', 'coarse/jont/tv'], "unknown penalty 'coarse/jont/tv'. Did you mean 'coarse/joint/tv'?"],
    [['--rollouts', '1'], 'rollouts: expected an integer ≥ 2 but received 1'],
    [['--erasure', '1'], 'erasure: expected a number ≥ 0 and below 1 but received 1'],
    [['--only', '--world', 'test/fixtures/broken-worlds.ts#Leaky-v0'], 'Leaky-v0: P(e,S,0) depends on S'],
    [['--only'], '--only: expected --world or --penalty beside it'],
    [['--resume', 'nowhere'], 'nowhere: expected a run directory'],
    [['--resume', 'nowhere', '--quick'], '--resume: expected nothing else but received --quick'],
  ])('refuses %j with one line and exit code 2', async (args, message) => {
    const { code, stderr, stdout } = await command(['benchmark', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(message);
  });
});

describe('a benchmark', () => {
  test('says why it leaves out a world that nobody named, and knows a world by its defaults written out', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      const settings = { penalties: [], only: false, quick: true, allowLeak: false };
      const named = await selectWorlds({ ...settings, worlds: ['MillionRuns-v0?accident=0.1'] });
      expect(named.map(({ world }) => world.id)).toEqual(['MillionRuns-v0']);
      expect(said).not.toHaveBeenCalled();
      const all = await selectWorlds({ ...settings, worlds: [] });
      const text = said.mock.calls.join('').replace(/\n {2}/g, ' ');
      expect(text).toMatch(/^left out, for the wire leaks .*: LeakyWire-v0$/m);
      expect(text).toMatch(/^left out, for more than 10000 states: .*MillionRuns-v0/m);
      const ids = all.map(({ world }) => world.id);
      for (const id of registry.ids()) expect(ids.includes(id)).toBe(!text.includes(id));
    } finally {
      said.mockRestore();
    }
  });
});
