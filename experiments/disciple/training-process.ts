/** A process that trains disciples for another process, one after the other, and ends with it. */
import { Worker } from 'node:worker_threads';
import '../../agents/suite.ts';
import { ReducedImpactError, RunDirectoryError } from '../../core/base/errors.ts';
import { messageOf } from '../../core/base/messages.ts';
import { loadBackend } from '../../learning/backend/backend.ts';
import { resolveWorld } from '../inputs/resolve.ts';
import { worldFingerprint } from '../run/fingerprint.ts';
import { yieldToSignals } from '../run/signals.ts';
import { playedOnly, targetOf } from './target.ts';
import type { TrainingMessage, TrainingRequest } from './train-apart.ts';
import { trainRole } from './train-role.ts';

/** Kills this process as soon as the other one is gone, also while a training here never returns. */
const WATCHING = `
  const { workerData: { parent } } = require('node:worker_threads');
  setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 200);
`;
// A thread of its own, since user code may keep this one busy for ever.
new Worker(WATCHING, { eval: true, execArgv: [], workerData: { parent: Number(process.argv[2]) } }).unref();

let prepared: ReturnType<typeof prepare> | null = null;

async function prepare({ settings, compiles, fingerprint }: TrainingRequest) {
  const world = await resolveWorld(settings.world);
  const target = compiles ? targetOf(world, () => {}).target : playedOnly(world);
  if (worldFingerprint(target) !== fingerprint)
    throw new RunDirectoryError(`${settings.world} has changed since the run began: run it anew`);
  return { target, backend: await loadBackend(settings.backend) };
}

/** Where nobody listens any more, this process is about to end. */
function answer(message: TrainingMessage): void {
  process.send?.(message, undefined, undefined, () => {});
}

async function train(request: TrainingRequest): Promise<void> {
  const { settings, task } = request;
  try {
    prepared ??= prepare(request);
    const { target, backend } = await prepared;
    const source = await trainRole(target, backend, settings, task.role, task.seed, async (done, of, note) => {
      answer({ type: 'progress', done, of, note });
      await yieldToSignals();
    });
    answer({ type: 'source', source });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const stacks = [error, cause].flatMap((one) => (one instanceof Error && one.stack ? [one.stack] : []));
    answer({ type: 'error', refusal: error instanceof ReducedImpactError, message: messageOf(error), stacks });
  }
}

process.on('message', (request: TrainingRequest) => void train(request));
// A terminal interrupts both processes: the other one says what is to be said, and kills this one.
process.on('SIGINT', () => {});
process.once('disconnect', () => process.exit());
