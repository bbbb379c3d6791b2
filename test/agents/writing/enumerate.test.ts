/** The master `enumerate`, and the programs that it tries. */
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { masters } from '../../../agents/masters/master.ts';
import { written } from '../../../agents/masters/writing.ts';
import { distinctPrograms } from '../../../agents/writing/distinct-programs.ts';
import { enumerated } from '../../../agents/writing/enumerate.ts';
import { planKey } from '../../../agents/writing/same-plan.ts';
import { boot, worldOf } from '../../../core/disciple/disciple.ts';
import { compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { penalties } from '../../../penalties/suite.ts';

const compiled = compile(registry.world('Subagent-v0'));
const JOINT = penalties.get('coarse/joint/tv');
const OPTIONS = { penalty: JOINT, weight: 1, erasure: 0.05, seed: 0, episodes: 1, rollouts: 2 };

describe('the distinct programs of a world', () => {
  test('come in the same order each time, shortest first, no plan twice, and every one parses', () => {
    const once = [...distinctPrograms(compiled, 2)];
    const again = [...distinctPrograms(compiled, 2)];
    expect(again.map(({ source }) => source)).toEqual(once.map(({ source }) => source));
    const plans = once.map(({ source }) => planKey(compiled, boot(compiled, source)));
    expect(new Set(plans).size).toBe(once.length);
    expect(once.length).toBeGreaterThan(5);
    const spelled = once.map(({ spelled: count }) => count);
    expect(spelled).toEqual([...spelled].sort((a, b) => a - b));
    // Programs of two words are only added to those of one.
    const short = [...distinctPrograms(compiled, 1)].map(({ source }) => source);
    expect(once.slice(0, short.length).map(({ source }) => source)).toEqual(short);
  });
});

describe('the master enumerate', () => {
  test('sends the program of the greatest exact objective, null program included', async () => {
    const { target, agent } = await written(compiled, masters.get('enumerate'), OPTIONS);
    const master = await agent.create({ name: 'penalised', seed: 0 } as never);
    const programs = enumerated(compiled, JOINT);
    expect(programs[0].source).toBe('');
    expect(programs[0].penalty.every((value) => value === 0)).toBe(true);
    compiled.evidences.forEach((_, e) => {
      const [{ utility: absent }] = programs;
      const scores = programs.map(({ utility, penalty }) => 0.95 * utility[e] + 0.05 * absent[e] - penalty[e]);
      const { source } = worldOf(target).disciples[master.choose(e)];
      const at = programs.findIndex((program) => program.source === source);
      expect(scores[at]).toBeGreaterThanOrEqual(Math.max(...scores) - 1e-9);
    });
  });

  test('goes by the exact penalty where the penalty is learned, and refuses one without an exact value', async () => {
    const learned = await written(compiled, masters.get('enumerate'), {
      ...OPTIONS,
      penalty: penalties.get('coarse/learned/tv'),
    });
    const exact = await written(compiled, masters.get('enumerate'), OPTIONS);
    expect(worldOf(learned.target).disciples).toEqual(worldOf(exact.target).disciples);
    const none = { ...OPTIONS, penalty: penalties.get('coarse/pathwise') };
    await expect(written(compiled, masters.get('enumerate'), none)).rejects.toThrow(
      /agent enumerate: penalty: expected/,
    );
  });
});
