/** Tells what a training came to: a table for each seed, how far it agrees with the oracle, and a closing sentence. */
import type { World } from '../../core/world/world.ts';
import type { Said } from '../run/run.ts';
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
  const sentences = sentencesOf(world, verdicts, weight);
  const alike = sentences.every(({ sentence }) => sentence === sentences[0].sentence);
  const closing = (alike ? sentences.slice(0, 1) : sentences).map(({ seed, sentence }) =>
    wrap(alike ? sentence : `seed ${seed}: ${sentence}`),
  );
  return [...tables, verdicts.map(agreementLine).join('\n'), closing.join('\n')].join('\n\n');
}

function sentencesOf(world: World, verdicts: readonly SeedVerdict[], weight: number) {
  return verdicts.map(({ seed, verdict }) => ({ seed, sentence: closingSentence(world, verdict, weight) }));
}

/** What a training asked, and its closing sentence. Where seeds differ, it is the sentence of most, or the first's. */
export function saidOf(world: World, verdicts: readonly SeedVerdict[], { penalty, weight }: TrainedWith): Said {
  const sentences = sentencesOf(world, verdicts, weight).map(({ sentence }) => sentence);
  const count = (sentence: string) => sentences.filter((other) => other === sentence).length;
  const most = sentences.reduce((best, sentence) => (count(sentence) > count(best) ? sentence : best));
  const share = count(most) === verdicts.length ? '' : `${count(most)} of ${verdicts.length} seeds: `;
  return {
    question: `At λ = ${weight}, does ${penalty.id} keep the master of ${world.id} from harm, and at what price?`,
    answer: `${share}${most}`,
  };
}
