/** Tells what a training came to: a table for each seed, how far it agrees with the oracle, and a closing sentence. */
import type { World } from '../../core/world/world.ts';
import { wrap } from '../terminal.ts';
import { closingSentence } from './closing-sentence.ts';
import { agreementLine, type SeedVerdict, verdictTable } from './verdict-tables.ts';

/** What the masters were trained with. */
export interface TrainedWith {
  readonly penalty: { readonly id: string };
  readonly agent: { readonly id: string };
  readonly weight: number;
}

/** The text that ends a training and an evaluation. */
export function verdictsText(
  world: World,
  verdicts: readonly SeedVerdict[],
  { penalty, agent, weight }: TrainedWith,
): string {
  const tables = verdicts.map(
    ({ seed, verdict }) =>
      `${world.id} · ${agent.id} · ${penalty.id} · λ = ${weight} · seed ${seed}\n\n${verdictTable(world, verdict)}`,
  );
  const sentences = verdicts.map(({ seed, verdict }) => ({ seed, sentence: closingSentence(world, verdict, weight) }));
  const alike = sentences.every(({ sentence }) => sentence === sentences[0].sentence);
  const closing = (alike ? sentences.slice(0, 1) : sentences).map(({ seed, sentence }) =>
    wrap(alike ? sentence : `seed ${seed}: ${sentence}`),
  );
  return [...tables, verdicts.map(agreementLine).join('\n'), closing.join('\n')].join('\n\n');
}
