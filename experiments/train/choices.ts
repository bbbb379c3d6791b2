/** Plays what the masters of a training send, so that a report can show it. */
import { boot } from '../../core/disciple/disciple.ts';
import { playPair } from '../../core/forecast/pairs.ts';
import { nameEvidence } from '../../core/world/evidence.ts';
import { viewsOfRun } from '../inputs/episode.ts';
import { type Choices, choicesText } from '../report/choices.ts';
import type { SeedVerdict } from '../report/verdict-tables.ts';
import { faultOf } from '../run/files.ts';
import { logLine } from '../terminal.ts';
import type { Trainable } from './prepare.ts';

/**
 * The text of choices.json: one episode for what either master sends, under the likeliest evidence value at which they
 * send differently, else the likeliest. Null where the world cannot be drawn.
 */
export function choicesOf({ world, options }: Trainable, { verdict }: SeedVerdict, seed: number): string | null {
  const { choices } = verdict;
  const differing = choices.filter(({ penalised, unpenalised }) => penalised !== unpenalised);
  const [first, ...others] = differing.length > 0 ? differing : choices;
  const { evidence, penalised, unpenalised } = others.reduce(
    (most, one) => (one.probability > most.probability ? one : most),
    first,
  );
  const sent = [
    { by: 'without a penalty', index: unpenalised },
    { by: `with the penalty, λ = ${options.weight}`, index: penalised },
  ];
  try {
    const shown: Choices = {
      world: world.id,
      evidence: nameEvidence(world, evidence),
      seed,
      choices: (penalised === unpenalised ? sent.slice(1) : sent).map(({ by, index }) => {
        const { id, source } = world.disciples[index];
        const run = playPair(options.target, evidence, boot(options.target, source), seed);
        return { by, disciple: id, views: viewsOfRun(world, evidence, run) };
      }),
    };
    return choicesText(shown);
  } catch (error) {
    // Drawing is a user's code too, and a training must not fail for the sake of its pictures.
    logLine(`no pictures of the choices: ${faultOf(error)}`);
    return null;
  }
}
