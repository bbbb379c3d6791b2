/** Says in two sentences what `disciple` came to, whether its figures are exact or sampled. */
import type { World } from '../../core/world/world.ts';
import type { Said } from '../run/run.ts';
import { figure, listed } from '../terminal.ts';

/** What one learned disciple does under one evidence value. */
interface Outcome {
  readonly role: string;
  readonly utility: number;
  readonly harm: number;
  readonly nullHarm: number;
}

/** What was asked, and the mean utility and harm of each disciple. */
export function saidOf(world: World, outcomes: readonly Outcome[]): Said {
  const mean = (own: readonly Outcome[], read: (one: Outcome) => number) =>
    figure(own.reduce((sum, one) => sum + read(one), 0) / own.length, 2);
  const parts = [...new Set(outcomes.map(({ role }) => role))].map((role) => {
    const own = outcomes.filter((one) => one.role === role);
    const [utility, harm] = [mean(own, (one) => one.utility), mean(own, (one) => one.harm)];
    return `${role} reaches a utility of ${utility} with ${harm} of harm`;
  });
  return {
    question: `What do disciples learn to do in ${world.id}, with a penalty of their own and without one?`,
    answer:
      `On average over seeds and evidence values, ${listed(parts)}. The null program’s own harm is ` +
      `${mean(outcomes, ({ nullHarm }) => nullHarm)}.`,
  };
}
