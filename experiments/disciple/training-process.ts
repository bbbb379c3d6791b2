/** A process that trains disciples for another, one after the other, and ends with it. */
import '../../agents/suite.ts';
import { ReducedImpactError, RunDirectoryError } from '../../core/base/errors.ts';
import { messageOf } from '../../core/base/messages.ts';
import { loadBackend } from '../../learning/backend/backend.ts';
import { resolveWorld } from '../inputs/resolve.ts';
import { yieldToSignals } from '../run/signals.ts';
import { fingerprint } from '../run/versions.ts';
import { playedOnly, targetOf } from './target.ts';
import type { Asked, Said } from './train-apart.ts';
import { trainRole } from './train-role.ts';

let prepared: ReturnType<typeof prepare> | null = null;

async function prepare({ settings, compiles, fingerprint: wanted }: Asked) {
  const world = await resolveWorld(settings.world);
  const target = compiles ? targetOf(world, () => {}).target : playedOnly(world);
  if (fingerprint(target).world !== wanted)
    throw new RunDirectoryError(`${settings.world} has changed since the run began: run it anew`);
  return { target, backend: await loadBackend(settings.backend) };
}

/** Where nobody listens any more, this process is about to end. */
function say(said: Said): void {
  process.send?.(said, undefined, undefined, () => {});
}

async function train(asked: Asked): Promise<void> {
  const { settings, task } = asked;
  try {
    prepared ??= prepare(asked);
    const { target, backend } = await prepared;
    const source = await trainRole(target, backend, settings, task.role, task.seed, async (done, of, how) => {
      say({ type: 'note', done, of, how });
      await yieldToSignals();
    });
    say({ type: 'source', source });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const stacks = [error, cause].flatMap((one) => (one instanceof Error && one.stack ? [one.stack] : []));
    say({ type: 'error', refusal: error instanceof ReducedImpactError, message: messageOf(error), stacks });
  }
}

process.on('message', (asked: Asked) => void train(asked));
// A terminal interrupts both: the other one says what is to be said, and goes.
process.on('SIGINT', () => {});
process.once('disconnect', () => process.exit());
