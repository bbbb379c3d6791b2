/** Prints what a training came to: a table for each seed, how far it agrees with the oracle, and a closing sentence. */
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

export function printVerdicts(
  world: World,
  verdicts: readonly SeedVerdict[],
  { penalty, agent, weight }: TrainedWith,
): void {
  for (const { seed, verdict } of verdicts) {
    process.stdout.write(`\n${world.id} · ${agent.id} · ${penalty.id} · λ = ${weight} · seed ${seed}\n\n`);
    process.stdout.write(`${verdictTable(world, verdict)}\n`);
  }
  process.stdout.write('\n');
  for (const result of verdicts) process.stdout.write(`${agreementLine(result)}\n`);
  process.stdout.write('\n');
  const sentences = verdicts.map(({ seed, verdict }) => ({ seed, sentence: closingSentence(world, verdict, weight) }));
  const alike = sentences.every(({ sentence }) => sentence === sentences[0].sentence);
  for (const { seed, sentence } of alike ? sentences.slice(0, 1) : sentences)
    process.stdout.write(`${wrap(alike ? sentence : `seed ${seed}: ${sentence}`)}\n`);
}
