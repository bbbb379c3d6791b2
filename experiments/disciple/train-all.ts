/** Trains all disciples of a run that are not trained yet, and keeps each as a file. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { isCompiled } from '../../core/disciple/disciple.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import { isPolicySource } from '../../learning/policy/policy-source.ts';
import type { Target } from '../inputs/prepare.ts';
import { hashOf, onDisk } from '../run/files.ts';
import { worldFingerprint } from '../run/fingerprint.ts';
import type { Run } from '../run/run.ts';
import { type Progress, progressGroup } from '../terminal.ts';
import type { Trained } from './exact-verdict.ts';
import type { DiscipleSettings } from './settings.ts';
import { type TrainingTask, trainApart } from './train-apart.ts';

/** What trains disciples. */
export interface Trainable {
  readonly target: Target<unknown>['target'];
  readonly backend: Backend;
}

/** What a run records of a disciple: its file, and the file's checksum. */
interface Kept {
  readonly file: string;
  readonly sum: string;
}

/** Disciples that were trained before their turn in the events: the checksums of their files, by their keys. */
const aheadSchema = z.object({ ahead: z.record(z.string(), z.string()) });

function keyOf({ seed, role }: TrainingTask): string {
  return `disciple ${role.id} of seed ${seed}`;
}

function fileOf({ seed, role }: TrainingTask): string {
  return `disciples/seed-${seed}-${role.id}.json`;
}

/**
 * Trains the disciples that a run has not trained yet, in `jobs` processes, and returns all of them. The events tell
 * of them by seed and role, in whatever order they were done.
 *
 */
export async function trainAll(
  run: Run<DiscipleSettings>,
  { target, backend }: Trainable,
  jobs: number,
): Promise<Trained[]> {
  const { settings } = run;
  const tasks = Array.from({ length: settings.seeds }, (_, i) => settings.seed + i).flatMap((seed) =>
    settings.roles.map((role): TrainingTask => ({ seed, role })),
  );
  const ahead = new Map(Object.entries(run.savedState(aheadSchema)?.ahead ?? {}));
  const sumOf = (task: TrainingTask) => run.resultOf<Kept>(keyOf(task))?.sum ?? ahead.get(keyOf(task));
  const sourceOf = (task: TrainingTask) => readSource(run.file(fileOf(task)), sumOf(task));
  const pending = tasks.filter((task) => sumOf(task) === undefined);
  // Damage is noticed before hours of training.
  for (const task of tasks) if (sumOf(task) !== undefined) sourceOf(task);
  const record = () => {
    for (const task of tasks) {
      const key = keyOf(task);
      if (run.resultOf(key) !== undefined) continue;
      const sum = ahead.get(key);
      if (sum === undefined) break;
      run.done(key, { file: fileOf(task), sum } satisfies Kept);
      ahead.delete(key);
    }
    if (ahead.size > 0) run.checkpoint({ ahead: Object.fromEntries(ahead) });
  };
  const group = progressGroup();
  const listen = (task: TrainingTask) => {
    const begun = performance.now();
    let progress: Progress | null = null;
    return {
      progress(done: number, of: number, note: string) {
        progress ??= group.start(`seed ${task.seed} ${task.role.id}`, of);
        progress.update(done, note);
      },
      done(source: string) {
        progress?.stop();
        run.write(fileOf(task), source);
        run.addSeconds(keyOf(task), (performance.now() - begun) / 1000);
        ahead.set(keyOf(task), hashOf(source));
        record();
      },
    };
  };
  const request = {
    settings: { ...settings, backend: backend.name },
    compiles: isCompiled(target),
    fingerprint: worldFingerprint(target),
  };
  try {
    record();
    await trainApart(pending, Math.min(jobs, pending.length), request, listen);
  } finally {
    group.stop();
  }
  return tasks.map((task) => ({ seed: task.seed, role: task.role.id, source: sourceOf(task) }));
}

/** The source of a disciple that was trained before. @throws RunDirectoryError where its file was removed or changed */
function readSource(path: string, sum: string | undefined): string {
  const source = onDisk(path, () => readFileSync(path, 'utf8'));
  if (hashOf(source) !== sum || !isPolicySource(source))
    throw new RunDirectoryError(
      `${path}: expected the checksum ${sum} but found ${hashOf(source)}: the disciple was changed, so run it anew`,
    );
  return source;
}
