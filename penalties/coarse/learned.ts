/**
 * Family 1, with a coarse-graining that is learned (DESIGN §7). A discriminator guesses X from the answers' coarse cells; the level
 * sets of its logit are the coarsest graining that keeps every divergence, and for tv its sign alone is one.
 *
 * `tv`: p₁(A) − p₀(A) with A = {logit > 0}, frozen before fresh draws, in [0, 1]. `js`: the variational form, in bits.
 * It draws its own rollouts of the world, simulated in both branches, whatever the forecaster holds.
 * Known to fail: where the network has not learned, it reads too little; so only the lower end of the interval speaks
 * about the true `coarse/joint` divergence.
 */
import { branchesOf, sampleMany } from '../../core/branches.ts';
import { boot } from '../../core/disciple.ts';
import { evidenceIndex } from '../../core/evidence.ts';
import { stream } from '../../core/random.ts';
import { loadBackend } from '../../learning/backend.ts';
import { LearnedDivergence } from '../../learning/learned-divergence.ts';
import type { LearnedDivergenceName } from '../../learning/statistic.ts';
import { learnedMeasurement } from '../estimate/learned.ts';
import {
  DEFAULT_ROLLOUTS,
  type MeasureRequest,
  noExactValue,
  nothing,
  type Penalty,
  requestWorld,
} from '../penalty.ts';
import type { PenaltyFactory } from '../registry.ts';
import { questionCells } from './graining.ts';

/** Updates for a single (e, S): a few hundred cells at most, told apart in some seconds. */
const UPDATES = 150;

const summaryOf = (divergence: LearnedDivergenceName) =>
  `${divergence} of a coarse-graining learned by a discriminator`;

function learnedPenalty(divergence: LearnedDivergenceName, id: string): Penalty {
  return {
    id,
    summary: summaryOf(divergence),
    learned: divergence,
    trains: true,
    estimates: `coarse/joint/${divergence}`,
    async measure<State>(request: MeasureRequest<State>) {
      const { evidence, disciple, forecaster, seed } = request;
      if (disciple.source === '') return nothing(true);
      const world = requestWorld(request);
      const target = request.compiled ?? world;
      const branches = branchesOf(target, [boot(target, ''), disciple]);
      const here = branches.evidences[evidenceIndex(branches.evidences, evidence)];
      const backend = await loadBackend(request.backend);
      const index = branches.evidences.indexOf(here);
      const session = new LearnedDivergence({
        backend,
        branches: { evidences: [here], sample: (_, s, x, uniform) => branches.sample(index, s, x, uniform) },
        arities: world.evidence.variables.map(({ arity }) => arity),
        disciples: 2,
        cells: questionCells(world, 1),
        divergence,
        seed,
      });
      try {
        for (let i = 0; i < UPDATES; i++) session.update(i / UPDATES);
        const draws = Math.max(forecaster.rollouts ?? 0, DEFAULT_ROLLOUTS);
        const fresh = (x: 0 | 1) => {
          const uniform = stream(seed, 'learned', ...evidence, x);
          return session.logits(0, 1, sampleMany(branches, index, 1, x, draws, uniform));
        };
        return learnedMeasurement(divergence, { present: fresh(1), absent: fresh(0) });
      } finally {
        session.dispose();
      }
    },
    exact() {
      throw noExactValue(id, `it estimates coarse/joint/${divergence}, which has one`);
    },
  };
}

/** `coarse/learned/{tv,js}`. */
export const learnedPenalties: readonly PenaltyFactory[] = (['tv', 'js'] as const).map((divergence) => ({
  name: `coarse/learned/${divergence}`,
  summary: summaryOf(divergence),
  parameters: {},
  create: (_, id) => learnedPenalty(divergence, id),
}));
