/**
 * The coarse family, with a graining that is learned. A discriminator guesses X from the coarse cells of the answers.
 * The level sets of its logit are the coarsest graining that keeps every divergence; for `tv` the sign of the logit is
 * enough.
 *
 * `tv` is p₁(A) − p₀(A) with A = {logit > 0}, in [0, 1]; A is frozen before fresh draws judge it. The part `lower99` is
 * the lower end of a one-sided 99 % interval. `js` is the variational form, in bits. The penalty draws its own rollouts
 * of both branches, whatever the forecaster holds: 20,000 a branch to train on, and at least as many fresh ones to
 * judge by. See `docs/penalties/coarse.md`.
 *
 * Known to fail: where the network has not learned, it reads too little. So only the lower end of the interval says
 * something about the true `coarse/joint` divergence. Where hardly a tuple of answers is drawn twice (40,000 distinct
 * ones), it learns some of its training draws by heart, and read 0.070 of 0.0875.
 */

import { boot } from '../../core/disciple/disciple.ts';
import { branchesOf } from '../../core/forecast/branches.ts';
import { questionCells } from '../../core/world/answers.ts';
import { evidenceIndex } from '../../core/world/evidence.ts';
import { loadBackend } from '../../learning/backend/backend.ts';
import { CellPool } from '../../learning/divergence/cell-pool.ts';
import { PooledDivergence } from '../../learning/divergence/pooled-divergence.ts';
import type { LearnedDivergenceName } from '../../learning/divergence/statistic.ts';
import { countedMeasurement } from '../estimate/learned.ts';
import { makePenalty } from '../make-penalty.ts';
import { DEFAULT_ROLLOUTS, type MeasureRequest, type Penalty, requestWorld } from '../penalty.ts';
import type { PenaltyFactory } from '../registry.ts';

/** Updates for a single (e, S): a few hundred cells at most, told apart in about a second. */
const UPDATES = 300;

const summaryOf = (divergence: LearnedDivergenceName) =>
  `${divergence} of a coarse-graining learned by a discriminator`;

function learnedPenalty(divergence: LearnedDivergenceName, id: string): Penalty {
  return makePenalty({
    id,
    summary: summaryOf(divergence),
    learned: divergence,
    trains: true,
    estimates: `coarse/joint/${divergence}`,
    alwaysSampled: true,
    async measure<State>(request: MeasureRequest<State>) {
      const { evidence, disciple, forecaster, seed } = request;
      const world = requestWorld(request);
      const target = request.compiled ?? world;
      const branches = branchesOf(target, [boot(target, ''), disciple]);
      const index = evidenceIndex(branches.evidences, evidence);
      const pool = new CellPool({ branches, cells: questionCells(world, 1), seed, sharedAbsence: false });
      const session = new PooledDivergence({
        backend: await loadBackend(request.backend),
        pool,
        cases: [pool.draw(index, 1, DEFAULT_ROLLOUTS, 'training')],
        evidences: branches.evidences.map(({ value }) => value),
        arities: world.evidence.variables.map(({ arity }) => arity),
        disciples: 2,
        seed,
        updates: UPDATES,
      });
      try {
        while (!session.done) session.step();
        const draws = Math.max(forecaster.rollouts ?? 0, DEFAULT_ROLLOUTS);
        return countedMeasurement(divergence, session.judge(pool.draw(index, 1, draws, 'judging')));
      } finally {
        session.dispose();
      }
    },
    exact: { none: `it estimates coarse/joint/${divergence}, which has one` },
  });
}

/** `coarse/learned/{tv,js}`. */
export const learnedPenalties: readonly PenaltyFactory[] = (['tv', 'js'] as const).map((divergence) => ({
  name: `coarse/learned/${divergence}`,
  summary: summaryOf(divergence),
  parameters: {},
  create: (_, id) => learnedPenalty(divergence, id),
}));
