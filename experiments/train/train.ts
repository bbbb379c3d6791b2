/** The command `train`: trains a master against a penalty, beside a twin without one, and judges what both send. */
import { Training, type TrainingStep } from '../../agents/masters/training.ts';
import { judge } from '../../judging/verdict.ts';
import { conduct, datedPath, type Experiment, type Findings, resume } from '../conduct.ts';
import { agreementLine, learnedCsv, type SeedVerdict, summaryCsv } from '../report/verdict-tables.ts';
import { saidOf, verdictsText } from '../report/verdicts-text.ts';
import type { Run } from '../run/run.ts';
import { yieldToSignals } from '../run/signals.ts';
import { logLine, startProgress } from '../terminal.ts';
import { choicesOf } from './choices.ts';
import { prepareTraining, type Trainable, type TrainSettings } from './prepare.ts';
import { writePrograms } from './programs.ts';
import { checkpointSchema, loadSeed, type SeedResult, saveSeed, seedFile, seedKey } from './saved.ts';
import type { Config } from './settings.ts';
import { stepsCsv, weightsCsv } from './tables.ts';

/** Iterations between two events, and between two checkpoints. */
const EVENT_EVERY = 10;
const CHECKPOINT_EVERY = 20;

const training: Experiment<TrainSettings, Trainable> = {
  command: 'train',
  resume: '--resume',
  afterwards: (path) => `judge it again with evaluate ${path}`,
  prepare: prepareTraining,
  work: trainAll,
};

/** Conducts a new training. */
export async function runTraining(config: Config, options: { readonly force?: boolean } = {}): Promise<void> {
  const { out, versions: _, ...settings } = config;
  await conduct(training, settings, { out, force: options.force }, defaultPath);
}

/** Carries a killed training on. */
export async function resumeTraining(path: string): Promise<void> {
  await resume(training, path, {});
}

async function trainAll(run: Run<TrainSettings>, prepared: Trainable): Promise<Findings> {
  const ready = await writePrograms(run, prepared);
  const { seed: first, seeds, backend } = run.settings;
  const verdicts: SeedVerdict[] = [];
  for (let seed = first; seed < first + seeds; seed++) {
    const { verdict, masters } = await run.once(seedKey(seed), () => trainSeed(run, ready, seed));
    loadSeed(run.path, run.file(seedFile(seed)), seed, masters);
    verdicts.push({ seed, verdict });
  }
  // A program that is JSON can be given back as a file; an expression is typed.
  for (const { id, source } of ready.programs) {
    run.write(`programs/${id}.${source.startsWith('{') ? 'json' : 'txt'}`, `${source}\n`);
  }
  const choices = choicesOf(ready, verdicts[0], run.settings.seed);
  if (choices) run.write('choices.json', choices);
  const weights = weightsCsv(ready.options, verdicts[0]);
  return {
    csv: {
      'steps.csv': stepsCsv(run.recorded('step')),
      'learned.csv': learnedCsv(verdicts),
      ...(weights === null ? {} : { 'weights.csv': weights }),
      'summary.csv': summaryCsv(ready.world, verdicts),
    },
    json: { world: ready.world.id, seeds: verdicts },
    ...saidOf(ready.world, verdicts, ready.options),
    text: `${verdictsText(ready.world, verdicts, ready.options)}\n\ntfjs backend: ${backend}`,
  };
}

/** Trains and judges one seed, from its checkpoint where there is one. */
async function trainSeed(run: Run<TrainSettings>, { world, options }: Trainable, seed: number): Promise<SeedResult> {
  const saved = run.savedState(checkpointSchema);
  const state = saved?.seed === seed ? saved.training : undefined;
  if (state) logLine(`seed ${seed}: from iteration ${state.iteration}`);
  const begun = performance.now();
  const training = await Training.create({ ...options, seed }, state);
  // A master that cannot choose is refused before anything is written.
  for (const e of training.evidences.keys()) training.choices(e);
  const progress = startProgress(`seed ${seed}`, training.iterations);
  try {
    while (!training.done) {
      const step = training.step();
      // The first shows whether the master can be saved, before anything else is written.
      if (step.iteration === 1) run.checkpoint({ seed, training: training.save() });
      progress.update(step.iteration, describe(step));
      if (step.iteration % EVENT_EVERY === 0 || training.done) run.record({ type: 'step', seed, ...step });
      if (step.iteration % CHECKPOINT_EVERY === 0) run.checkpoint({ seed, training: training.save() });
      await yieldToSignals();
    }
    progress.stop();
    const trained = performance.now();
    const verdict = judge(training, { ...options, seed });
    const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
    const judgedIn = seconds(trained, performance.now());
    const disciples = world.disciples.map(({ id }) => id);
    const masters = saveSeed(run.file(seedFile(seed)), { seed, disciples, training: training.save(), verdict });
    logLine(agreementLine({ seed, verdict }));
    logLine(`seed ${seed}: trained in ${seconds(begun, trained)} s, judged in ${judgedIn} s`);
    return { verdict, masters };
  } finally {
    progress.stop();
    training.dispose();
  }
}

function describe(step: TrainingStep): string {
  return `reward ${step.reward.toFixed(3)}  utility ${step.utility.toFixed(3)}  penalty ${step.penalty.toFixed(3)}`;
}

/** `runs/WORLD-PENALTY-AGENT-DATE-TIME`; of files, their names. */
function defaultPath({ world, penalty, agent }: TrainSettings): string {
  const names = [world, penalty, agent].map((part) => part.replace(/^.*\/(?=[^/]*\.[cm]?[jt]s)/, ''));
  return datedPath(
    names
      .join('-')
      .replace(/[^\w.-]+/g, '-')
      .slice(0, 200),
  );
}
