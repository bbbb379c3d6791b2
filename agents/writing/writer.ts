/** A writer from its first update to what it sends: one source for each evidence value. */

import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { turnTaker } from '../../core/base/turns.ts';
import { isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import type { World } from '../../core/world/world.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import type { Words } from './prefixes.ts';
import { Session, type SessionStep } from './session.ts';

/** What a writer is given. */
export interface WritingContext<State> {
  /** The tables: programs are planned on them. */
  readonly target: World<State> | Compiled<State>;
  readonly penalty: Penalty;
  /** λ ≥ 0. */
  readonly weight: number;
  /** The probability that the wire erases the source. */
  readonly erasure: number;
  readonly seed: number;
  /** The name with which the streams of random numbers begin. */
  readonly name: string;
  /** How many episodes are played while the network learns. */
  readonly episodes: number;
  /** How many episodes a candidate is played in before one is sent, and how many draws measure a penalty. */
  readonly rollouts: number;
  /** Loads tfjs. */
  readonly backend: () => Promise<Backend>;
  readonly grammar: () => Words;
  /** Called after each of the `total` updates. */
  readonly onUpdate?: (step: SessionStep, done: number, total: number) => void;
}

/** What a writer wrote. */
export interface WrittenSources {
  /** For each evidence index, the source that is sent. */
  readonly sources: readonly string[];
  readonly notes: readonly string[];
}

/** So many sums of a table's row, over all the plans: about a minute of planning. */
const PLANNING = 3.2e10;
const FEWEST_PROGRAMS = 100;
const MOST_PROGRAMS = 1500;

/** How many programs a writer plans at most in a world: fewer in a large one, in which planning takes long. */
export function programLimit({ world, successors }: Compiled): number {
  const limit = Math.floor(PLANNING / (successors.length * world.horizon));
  return Math.max(FEWEST_PROGRAMS, Math.min(MOST_PROGRAMS, limit));
}

/**
 * Trains a writer, and lets it choose what it sends.
 * @throws InvalidOption where the world is not compiled: programs must be planned.
 */
export async function writeSources<State>(context: WritingContext<State>): Promise<WrittenSources> {
  const { target, onUpdate } = context;
  if (!isCompiled(target))
    throw new InvalidOption(
      expected('agent writer', 'a compiled world to plan on', `${worldOf(target).id} uncompiled`),
    );
  const programs = programLimit(target as Compiled);
  const backend = await context.backend();
  const session = new Session({ ...context, target, programs, backend, grammar: context.grammar() });
  try {
    const giveTurn = turnTaker();
    while (!session.done) {
      const step = await session.step();
      onUpdate?.(step, session.updates, session.iterations);
      await giveTurn();
    }
    const sources = await session.choose();
    const { planned, sources: met } = session.trials;
    return {
      sources,
      notes: [`It planned ${planned} of the programs that it wrote, and met ${met.length - 1} plans.`],
    };
  } finally {
    session.dispose();
  }
}
