/** Trains one disciple. */
import { DiscipleTraining } from '../../agents/disciple/disciple-training.ts';
import { goalOf } from '../../agents/disciple/goal.ts';
import { EPISODES_AN_ITERATION } from '../../agents/disciple/train-disciple.ts';
import { worldOf } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import type { World } from '../../core/world/world.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import { type DiscipleSettings, type Role, trainedEvidence } from './settings.ts';

/** Iterations between two reports. */
const REPORT_EVERY = 10;

/**
 * Trains one disciple from a seed, and returns its source. `report` hears how many iterations are done, and may wait.
 */
export async function trainRole<State>(
  target: World<State> | Compiled<State>,
  backend: Backend,
  settings: DiscipleSettings,
  role: Role,
  seed: number,
  report: (done: number, of: number, note: string) => Promise<void>,
): Promise<string> {
  const world = worldOf(target);
  const iterations = Math.ceil(settings.episodes / EPISODES_AN_ITERATION);
  const training = new DiscipleTraining({
    target,
    backend,
    goal: goalOf(world, role.goal),
    weight: role.weight,
    share: settings.share,
    evidence: trainedEvidence(world as World, settings.evidence) ?? undefined,
    seed,
    iterations,
    episodes: EPISODES_AN_ITERATION,
    entropy: [settings.entropy, 0],
    detours: settings.detours,
  });
  try {
    while (!training.done) {
      const { iteration, goal, share } = training.step();
      const note = `goal ${goal.toFixed(3)}${role.weight > 0 ? `, share ${share.toFixed(3)}` : ''}`;
      if (iteration % REPORT_EVERY === 0 || training.done) await report(iteration, iterations, note);
    }
    return training.source();
  } finally {
    training.dispose();
  }
}
