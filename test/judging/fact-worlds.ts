/** Small worlds of two facts and a choice, on which motivation is worked out by hand. */
import type { DiscipleSpec, World } from '../../core/world/world.ts';

interface Outcome {
  readonly chosen: number;
  readonly seen: number;
}

export interface Spec {
  /** By evidence value [a, b]: its weight in the prior. */
  readonly prior: readonly (readonly number[])[];
  /** By action and evidence a and b: whole weights of what is seen. */
  readonly seen: readonly (readonly (readonly (readonly number[])[])[])[];
  readonly harm?: readonly number[];
}

/** One tick: disciple i takes action i, and what is then seen depends on it and on both facts. */
export function facts(
  { prior, seen, harm = [] }: Spec,
  order?: readonly number[],
): World<Outcome & { readonly told: string }> {
  const total = prior.flat().reduce((x, y) => x + y, 0);
  const [arityA, arityB] = [prior.length, prior[0].length];
  const actions = seen.map((_, i) => i);
  const library: DiscipleSpec[] = actions
    .slice(1)
    .map((i) => ({ id: `d${i}`, source: `chosen == ${i}`, summary: `takes action ${i}` }));
  return {
    id: 'Facts-v0',
    summary: 'Two facts and a choice.',
    horizon: 1,
    actions: actions.map((i) => (i === 0 ? 'wait' : `do${i}`)),
    evidence: {
      variables: [
        { name: 'a', arity: arityA, scale: 'nominal' },
        { name: 'b', arity: arityB, scale: 'nominal' },
      ],
      prior: (chance) => {
        const at = chance.pick(prior.flat().map((weight) => weight / total));
        return [Math.floor(at / arityB), at % arityB];
      },
    },
    quantities: { chosen: (s) => s.chosen },
    questions: [{ id: 'seen', text: 'What is seen?', read: (s) => s.seen }],
    disciples: [{ id: 'null', source: '', summary: 'nothing' }, ...(order?.map((i) => library[i]) ?? library)],
    begin: (evidence) => ({ chosen: 0, seen: -1, told: evidence.join() }),
    step: (s, action, chance) => {
      const [a, b] = s.told.split(',').map(Number);
      const weights = seen[action][a][b];
      const sum = weights.reduce((x, y) => x + y, 0);
      return { ...s, chosen: action, seen: chance.pick(weights.map((weight) => weight / sum)) };
    },
    key: (s) => `${s.chosen},${s.seen},${s.told}`,
    observe: (s) => [s.chosen, s.seen],
    utility: (s) => Number(s.chosen > 0),
    harm: (s) => harm[s.chosen] ?? 0,
    draw: (s) => String(s.seen),
  };
}

/** What is seen is always the value given. */
export const sure = (value: number) => Array.from({ length: 4 }, (_, i) => Number(i === value));
/** By a and b, for two binary facts. */
export const table = (of: (a: number, b: number) => readonly number[]) =>
  [0, 1].map((a) => [0, 1].map((b) => of(a, b)));
export const even = [
  [1, 1],
  [1, 1],
];
