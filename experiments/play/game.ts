/** A game in which a person is the disciple: what was done so far, and both worlds as they are after it. */
import type { Disciple } from '../../core/disciple/disciple.ts';
import { type PairRun, playPair } from '../../core/forecast/pairs.ts';
import type { Compiled } from '../../core/tables/compile.ts';

/** A program that does these acts at these ticks, whatever happens, and then waits. */
export function fixedActs(compiled: Compiled, acts: readonly number[]): Disciple {
  const { world, layerEnd } = compiled;
  const actions = Array.from({ length: world.horizon }, (_, tick) =>
    new Uint8Array(layerEnd[tick]).fill(acts[tick] ?? 0),
  );
  return {
    source: `these acts: ${acts.map((action) => world.actions[action]).join(', ')}`,
    act: (_, tick) => acts[tick] ?? 0,
    table: { kind: 'sure', actions },
  };
}

/** Both worlds where these acts are done. Each act is played again from the beginning, under the same chance. */
export function playedOut(
  compiled: Compiled,
  evidence: readonly number[],
  acts: readonly number[],
  seed: number,
): PairRun {
  return playPair(compiled, evidence, fixedActs(compiled, acts), seed);
}
