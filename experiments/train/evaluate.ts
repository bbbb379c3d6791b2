/** The command `evaluate`: judges the trained masters of a finished training again. */
import { Training } from '../../agents/masters/training.ts';
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { isCompiled } from '../../core/disciple/disciple.ts';
import { judge } from '../../judging/verdict.ts';
import { absoluteSetting } from '../inputs/resolve.ts';
import type { SeedVerdict } from '../report/verdict-tables.ts';
import { verdictsText } from '../report/verdicts-text.ts';
import { readRun, refuseChanged } from '../run/recorded-run.ts';
import { logLine } from '../terminal.ts';
import { prepareTraining, type TrainSettings } from './prepare.ts';
import { recordedPrograms } from './programs.ts';
import { loadSavedSeed } from './saved.ts';

export interface EvaluateOptions {
  /** Another world to judge them in, with the same evidence variables and library. */
  readonly world?: string;
  readonly rollouts?: number;
  readonly json?: boolean;
}

/**
 * The command `evaluate`: loads the trained masters of a finished training and judges them again. It writes no results.
 * Like every command that reads a run, it first puts in order what a killed process left beside the run.
 *
 * @param path the run directory
 */
export async function evaluate(path: string, options: EvaluateOptions): Promise<void> {
  const run = readRun<TrainSettings>(path, 'train');
  const settings = {
    ...run.settings,
    world: options.world === undefined ? run.settings.world : absoluteSetting(options.world),
    rollouts: options.rollouts ?? run.settings.rollouts,
  };
  const seeds = Array.from({ length: settings.seeds }, (_, i) => loadSavedSeed(path, run, settings.seed + i));
  const same = options.world === undefined;
  const { ready, notes, fingerprints } = await prepareTraining(settings, same);
  if (same) refuseChanged(path, run.versions, fingerprints);
  const { world, options: training } = recordedPrograms(path, run, ready);
  const library = world.disciples.map(({ id }) => id);
  const evidences = (isCompiled(training.target) ? training.target.evidences : null)?.map(({ value }) =>
    value.join(' '),
  );
  for (const saved of seeds) {
    if (saved.disciples.join() !== library.join()) {
      throw new InvalidOption(
        expected(
          `${world.id}: disciples`,
          `the library the masters choose from (${saved.disciples.join(', ')})`,
          library,
        ),
      );
    }
    const trained = saved.verdict.choices.map(({ evidence }) => evidence.join(' '));
    if (evidences && evidences.join() !== trained.join()) {
      throw new InvalidOption(
        expected(
          `${world.id}: evidence`,
          `the values the masters were trained on (${trained.join(', ')})`,
          evidences.join(', '),
        ),
      );
    }
  }
  for (const note of notes) logLine(note);
  const verdicts: SeedVerdict[] = [];
  for (const saved of seeds) {
    const restored = await Training.create({ ...training, seed: saved.seed }, saved.training);
    verdicts.push({ seed: saved.seed, verdict: judge(restored, { ...training, seed: saved.seed }) });
    restored.dispose();
  }
  if (options.json) process.stdout.write(`${JSON.stringify({ world: world.id, seeds: verdicts }, null, 2)}\n`);
  else process.stdout.write(`\n${verdictsText(world, verdicts, training)}\n`);
}
