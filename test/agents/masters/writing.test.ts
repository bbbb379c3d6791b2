/** Masters that write: what joins the library, what is sent, and what is refused. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { type MasterSpec, masters } from '../../../agents/masters/master.ts';
import { train } from '../../../agents/masters/train.ts';
import { neverCreated, written } from '../../../agents/masters/writing.ts';
import { boot, worldOf } from '../../../core/disciple/disciple.ts';
import { compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { loadMaster } from '../../../experiments/train/load-master.ts';
import { saveMaster } from '../../../experiments/train/save-master.ts';
import { libraryUtilities } from '../../../penalties/objective.ts';
import { optimalProgram } from '../../../penalties/optimum/optimal-program.ts';
import { penalties } from '../../../penalties/suite.ts';

const compiled = compile(registry.world('Subagent-v0'));
const JOINT = penalties.get('coarse/joint/tv');
const OPTIONS = { penalty: JOINT, weight: 1, erasure: 0.05, seed: 0, episodes: 100, rollouts: 100 };

/** A master that writes these sources under every evidence value, whatever λ is. */
const writer = (write: MasterSpec['write']): MasterSpec => ({
  ...{ id: 'scribe', summary: 'writes', learns: false },
  write,
  create: neverCreated,
});

describe('a master that writes', () => {
  test('joins what it wrote to the library once, and keeps the ids of programs that are there', async () => {
    const [, known] = compiled.world.disciples;
    const { target } = await written(
      compiled,
      writer(async ({ evidences, weight }) => evidences.map((_, e) => (e === 0 ? known.source : `built + ${weight}`))),
      OPTIONS,
    );
    const ids = worldOf(target).disciples.map(({ id }) => id);
    expect(ids).toEqual([...compiled.world.disciples.map(({ id }) => id), 'scribe-1', 'scribe-2']);
    expect(worldOf(target).disciples.at(-1)!.source).toBe('built + 0');
  });

  test.each([
    ['too few sources', async () => ['']],
    ['what is no list', async () => 'built' as never],
    ['numbers', async () => [1, 2, 3, 4] as never],
  ])('is refused where it gives %s', async (_, write) => {
    const wanted = /agent scribe: write: expected one source for each of 4 evidence values/;
    await expect(written(compiled, writer(write), OPTIONS)).rejects.toThrow(wanted);
  });

  test('is refused by name where it throws, and where a source is no program', async () => {
    const thrown = writer(async () => {
      throw new Error('no ink\nat all');
    });
    await expect(written(compiled, thrown, OPTIONS)).rejects.toThrow('agent scribe: write threw: no ink');
    const wrong = writer(async ({ evidences }) => evidences.map(() => 'built +'));
    await expect(written(compiled, wrong, OPTIONS)).rejects.toThrow(/disciple 'scribe-1'/);
  });
});

describe('the master optimum', () => {
  test('sends a program of the optimum under each evidence value, and its twin the best plan', async () => {
    const { target, agent } = await written(compiled, masters.get('optimum'), OPTIONS);
    const { disciples } = worldOf(target);
    const create = (name: string) => agent.create({ name, seed: 0 } as never);
    const [master, twin] = [await create('penalised'), await create('unpenalised')];
    for (const [e, { value }] of compiled.evidences.entries()) {
      const best = await optimalProgram({ compiled, evidence: value, penalty: JOINT, weight: 1 });
      expect(disciples[master.choose(e)].source).toBe(best.source);
      const utilities = libraryUtilities(compiled, value);
      const free = await optimalProgram({ compiled, evidence: value, penalty: JOINT, weight: 0 });
      expect(disciples[twin.choose(e)].source).toBe(free.source);
      expect(free.utility).toBeGreaterThanOrEqual(Math.max(...utilities) - 1e-3);
      expect(boot(target, best.source).table).not.toBeNull();
    }
  });

  test('is trained, saved and loaded as any other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'written-'));
    const options = { world: 'Subagent-v0', penalty: 'coarse/joint/tv', agent: 'optimum', rollouts: 100 };
    const master = await train(options);
    try {
      const sent = compiled.evidences.map(({ value }) => master.choose(value));
      await saveMaster(master, join(folder, 'run'));
      const same = await loadMaster(join(folder, 'run'));
      expect(compiled.evidences.map(({ value }) => same.choose(value))).toEqual(sent);
      same.dispose();
    } finally {
      master.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('refuses a penalty whose optimum is not known', async () => {
    const options = { ...OPTIONS, penalty: penalties.get('shape/spectrum') };
    await expect(written(compiled, masters.get('optimum'), options)).rejects.toThrow(
      /agent optimum: penalty: expected/,
    );
  });
});
