/** The master `evolve`: what it breeds, and what it sends. */
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { masters } from '../../../agents/masters/master.ts';
import { written } from '../../../agents/masters/writing.ts';
import { enumerated } from '../../../agents/writing/enumerate.ts';
import { evolved } from '../../../agents/writing/evolve.ts';
import { objectiveOf, type ProgramFigures } from '../../../agents/writing/program-figures.ts';
import { planKey } from '../../../agents/writing/same-plan.ts';
import { boot, worldOf } from '../../../core/disciple/disciple.ts';
import { compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { penalties } from '../../../penalties/suite.ts';

const compiled = compile(registry.world('Subagent-v0'));
const JOINT = penalties.get('coarse/joint/tv');
const OPTIONS = { compiled, penalty: JOINT, weight: 1, erasure: 0.05 };

/** The mean over the prior of what the best program under each evidence value is worth. */
const worth = (programs: readonly ProgramFigures[]) =>
  compiled.evidences.reduce((sum, { probability }, e) => {
    const scores = programs.map((program) => objectiveOf(program, programs[0], e, 1, 0.05));
    return sum + probability * Math.max(...scores);
  }, 0);

describe('what is bred', () => {
  test('begins with the null program, has no plan twice, and follows from the seed', async () => {
    const once = await evolved({ ...OPTIONS, seed: 3, programs: 120 });
    expect(once[0]).toMatchObject({ source: '', penalty: [0, 0, 0, 0] });
    expect(once).toHaveLength(121);
    const plans = once.slice(1).map(({ source }) => planKey(compiled, boot(compiled, source)));
    expect(new Set(plans).size).toBe(120);
    const again = await evolved({ ...OPTIONS, seed: 3, programs: 120 });
    expect(again.map(({ source }) => source)).toEqual(once.map(({ source }) => source));
    const other = await evolved({ ...OPTIONS, seed: 4, programs: 120 });
    expect(other.map(({ source }) => source)).not.toEqual(once.map(({ source }) => source));
  });

  test.each([0, 1, 2])('comes within 0.02 of the best program of three words (seed %i)', async (seed) => {
    const bred = await evolved({ ...OPTIONS, seed, programs: 400 });
    expect(worth(bred)).toBeGreaterThanOrEqual(worth(enumerated(compiled, JOINT)) - 0.02);
  });
});

describe('the master evolve', () => {
  test('sends the best of what it bred, and its twin the best without a penalty', { tags: ['study'] }, async () => {
    const options = { penalty: JOINT, weight: 1, erasure: 0.05, seed: 0, episodes: 1, rollouts: 2 };
    const { target, agent } = await written(compiled, masters.get('evolve'), options);
    const { disciples } = worldOf(target);
    const [master, twin] = await Promise.all(
      ['penalised', 'unpenalised'].map((name) => agent.create({ name, seed: 0 } as never)),
    );
    for (const [e, { value }] of compiled.evidences.entries()) {
      const charged = (index: number) =>
        JOINT.exact({ compiled, evidence: value, disciple: boot(compiled, disciples[index].source) }).value;
      expect(charged(master.choose(e))).toBeLessThanOrEqual(charged(twin.choose(e)) + 1e-9);
    }
  });

  test('refuses a penalty without an exact value', async () => {
    const options = {
      penalty: penalties.get('coarse/pathwise'),
      weight: 1,
      erasure: 0.05,
      seed: 0,
      episodes: 1,
      rollouts: 2,
    };
    await expect(written(compiled, masters.get('evolve'), options)).rejects.toThrow(
      /^agent evolve: penalty: expected one/,
    );
  });
});
