/** One episode to look at: its evidence, its program, and its pictures. */
import type { PairRun } from '../../core/forecast/pairs.ts';
import { evidenceIndex, evidenceValues, nameEvidence, parseEvidence } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import { tickText, type View, viewsOf } from '../../pictures/view.ts';

/** The evidence that was asked for, else the likeliest; the first of those that are equally likely. */
export function chosenEvidence(world: World, text: string | undefined): readonly number[] {
  const all = evidenceValues(world);
  if (text !== undefined) return all[evidenceIndex(all, parseEvidence(world, text))].value;
  return all.reduce((most, one) => (one.probability > most.probability ? one : most)).value;
}

/** The pictures of an episode, each under its tick and the act that led to it. */
export function viewsOfRun<State>(world: World<State>, evidence: readonly number[], run: PairRun<State>): View[] {
  const caption = (tick: number) => `${world.id}, ${tickText(world, run, tick)}`;
  return viewsOf(world, run, caption, nameEvidence(world, evidence));
}
