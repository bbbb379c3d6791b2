/** Single branches of episodes: what learning draws from. */
import { memoise } from '../base/memoise.ts';
import { pickWeighted } from '../base/random.ts';
import { whatRuns } from '../disciple/arrival.ts';
import { type Disciple, isCompiled, worldOf } from '../disciple/disciple.ts';
import type { Compiled, SparseDistribution } from '../tables/compile.ts';
import type { Uniform } from '../world/chance.ts';
import { type EvidenceValue, evidenceValues } from '../world/evidence.ts';
import type { World } from '../world/world.ts';
import { rollOut, rollOutIndex } from './rollout.ts';

/** Plays single branches of episodes; fast where the world is compiled. */
export interface Branches<State> {
  readonly evidences: readonly EvidenceValue[];
  /**
   * The outcome of a fresh episode under the evidence of this index, in which `disciples[s]` was sent and X came out
   * as `x`.
   */
  sample(evidence: number, s: number, x: 0 | 1, uniform: Uniform): State;
}

/** `n` fresh outcomes of one branch. */
export function sampleMany<State>(
  branches: Branches<State>,
  evidence: number,
  s: number,
  x: 0 | 1,
  n: number,
  uniform: Uniform,
): State[] {
  return Array.from({ length: n }, () => branches.sample(evidence, s, x, uniform));
}

/** The branches of a world in which one of these disciples is sent. */
export function branchesOf<State>(
  target: World<State> | Compiled<State>,
  disciples: readonly Disciple<State>[],
): Branches<State> {
  const world = worldOf(target);
  const evidences = isCompiled(target) ? target.evidences : evidenceValues(world);
  const arrivals = disciples.map((disciple) => ([0, 1] as const).map((x) => whatRuns(target, disciple, x)));
  return {
    evidences,
    sample(evidence, s, x, uniform) {
      const { present, running } = arrivals[s][x];
      if (!isCompiled(target) || !running.table) {
        return rollOut(world, evidences[evidence].value, running, present, uniform);
      }
      const beginning: SparseDistribution = target.beginnings[evidence][present ? 1 : 0];
      return target.states[rollOutIndex(target, beginning, running.table, uniform)];
    },
  };
}

/** An index of the evidence values, drawn from their prior. */
export function drawEvidence(evidences: readonly EvidenceValue[], uniform: Uniform): number {
  const prior = memoise(evidences, 'prior', () => evidences.map(({ probability }) => probability));
  return pickWeighted(prior, uniform());
}
