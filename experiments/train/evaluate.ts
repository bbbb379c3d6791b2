import { Training } from '../../agents/masters/training.ts';
import { InvalidOption, RunDirectoryError } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { isCompiled } from '../../core/disciple/disciple.ts';
import { judge } from '../../judging/verdict.ts';
import { absoluteSetting } from '../inputs/resolve.ts';
import { printVerdicts } from '../report/print-verdicts.ts';
import type { SeedVerdict } from '../report/verdict-tables.ts';
import { RunDirectory } from '../run/run-directory.ts';
import { fingerprint } from '../run/versions.ts';
import { logLine } from '../terminal.ts';
import { loadSeed, readRunConfig } from './saved.ts';
import type { Config } from './settings.ts';
import { prepareTraining } from './train.ts';

export interface EvaluateOptions {
  /** Another world to judge them in, with the same evidence variables and library. */
  readonly world?: string;
  readonly rollouts?: number;
  readonly json?: boolean;
}

/** `evaluate`: loads the trained masters of a finished run and judges them again. Writes nothing. */
export async function evaluate(path: string, options: EvaluateOptions): Promise<void> {
  const directory = RunDirectory.open(path);
  const recorded = readRunConfig(directory, path);
  const config: Config = {
    ...recorded,
    world: options.world === undefined ? recorded.world : absoluteSetting(options.world),
    rollouts: options.rollouts ?? recorded.rollouts,
  };
  const seeds = Array.from({ length: config.seeds }, (_, i) => loadSeed(directory, config.seed + i));
  const { world, options: training, notes } = await prepareTraining(config, options.world === undefined);
  const before = recorded.versions?.world;
  if (options.world === undefined && before !== undefined && before !== fingerprint(training.target).world)
    throw new RunDirectoryError(`${path}: the world or its library has changed since the run began`);
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
  notes.forEach(logLine);
  const verdicts: SeedVerdict[] = [];
  for (const saved of seeds) {
    const restored = await Training.create({ ...training, seed: saved.seed }, saved.training);
    verdicts.push({ seed: saved.seed, verdict: judge(restored, { ...training, seed: saved.seed }) });
    restored.dispose();
  }
  if (options.json) process.stdout.write(`${JSON.stringify({ world: world.id, seeds: verdicts }, null, 2)}\n`);
  else printVerdicts(world, verdicts, training);
}
