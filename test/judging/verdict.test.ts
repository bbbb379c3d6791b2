/** The verdict on trained masters: what they send against what an exact master sends. */
import { describe, expect, test } from 'vitest';
import '../../agents/suite.ts';
import { fixedMaster, type MasterSpec, masters } from '../../agents/masters/master.ts';
import { Training } from '../../agents/masters/training.ts';
import { compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { judge } from '../../judging/verdict.ts';
import { exactPenalties } from '../../penalties/exact-penalties.ts';
import { exactObjective } from '../../penalties/objective.ts';
import { penalties } from '../../penalties/suite.ts';

const compiled = compile(registry.world('Subagent-v0'));
const PENALTY = 'coarse/joint/tv';
const WEIGHT = 1;
const ERASURE = 0.05;

async function verdictOf(agent: MasterSpec) {
  const options = { weight: WEIGHT, erasure: ERASURE, rollouts: 100, seed: 0 };
  const penalty = penalties.get(PENALTY);
  const training = await Training.create({ target: compiled, penalty, agent, episodes: 1, ...options });
  try {
    return judge(training, { target: compiled, penalty, ...options });
  } finally {
    training.dispose();
  }
}

const always = (disciple: number): MasterSpec => ({
  id: 'always',
  summary: 'always the same disciple',
  learns: false,
  create: async ({ evidences }) => fixedMaster(evidences.map(() => disciple)),
});

describe('the regret of a verdict', () => {
  test('is 0 where the oracle is the master', async () => {
    const { choices } = await verdictOf(masters.get('oracle'));
    for (const { penalised, oracle, regret } of choices) {
      expect(penalised).toBe(oracle);
      expect(regret).toBe(0);
    }
  });

  test.each([0, 1, 2])('of a master that always sends disciple %i is what its objective lacks', async (disciple) => {
    const { choices } = await verdictOf(always(disciple));
    for (const { evidence, probability, regret } of choices) {
      const read = exactPenalties(compiled, evidence, PENALTY);
      const scores = exactObjective(compiled, evidence, ERASURE).map((utility, s) => utility - WEIGHT * read[s]);
      expect(regret).toBeCloseTo(Math.max(...scores) - scores[disciple], 9);
      expect(probability).toBeGreaterThan(0);
    }
    expect(choices.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
  });
});
