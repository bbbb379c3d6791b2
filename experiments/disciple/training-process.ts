/** A process that trains disciples for another, one after the other, and ends with it. */
import '../../envs/index.ts';
import '../../penalties/index.ts';
import '../../agents/index.ts';
import { messageOf, ReducedImpactError } from '../../core/errors.ts';
import { loadBackend } from '../../learning/backend.ts';
import { resolveWorld } from '../resolve.ts';
import { breathe } from '../resumable.ts';
import { playedOnly, targetOf } from './target.ts';
import type { Asked, Said } from './train-apart.ts';
import { trainRole } from './train-role.ts';

let prepared: ReturnType<typeof prepare> | null = null;

async function prepare({ settings, compiles }: Asked) {
  const world = await resolveWorld(settings.world);
  return {
    target: compiles ? targetOf(world).target : playedOnly(world),
    backend: await loadBackend(settings.backend),
  };
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
      await breathe();
    });
    say({ type: 'source', source });
  } catch (error) {
    if (error instanceof ReducedImpactError) say({ type: 'refused', message: error.message });
    else say({ type: 'failed', stack: (error instanceof Error && error.stack) || messageOf(error) });
  }
}

process.on('message', (asked: Asked) => void train(asked));
// A terminal interrupts both: the other one says what is to be said, and goes.
process.on('SIGINT', () => {});
process.once('disconnect', () => process.exit());
