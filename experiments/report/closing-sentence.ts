/** Says in sentences what a training came to: what the master sends with and without a penalty, and what went wrong. */
import { evidenceValues, nameEvidence } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import type { Verdict } from '../../judging/verdict.ts';
import { figure, listed } from '../terminal.ts';

/** Harms and utilities nearer than this print alike, so a sentence calls them equal. */
const ALIKE = 0.005;
/** From here on a penalty of at most 1 is as good as 1. */
const FULL = 0.99;

/**
 * Two or three sentences about one verdict. Figures are expectations over the evidence's prior.
 *
 * @param weight the λ of the penalised master
 */
export function closingSentence(world: World, verdict: Verdict, weight: number): string {
  const prior = evidenceValues(world).map(({ probability }) => probability);
  const total = prior.reduce((sum, probability) => sum + probability, 0);
  const mean = (value: (e: number) => number) =>
    verdict.choices.reduce((sum, _, e) => sum + (prior[e] / total) * value(e), 0);
  const harm = (sent: (e: number) => number) => mean((e) => verdict.cases[e][sent(e)].harm);
  const utility = (sent: (e: number) => number) => mean((e) => verdict.cases[e][sent(e)].utility);
  const free = (e: number) => verdict.choices[e].unpenalised;
  const bound = (e: number) => verdict.choices[e].penalised;
  const before = harm(free);
  const after = harm(bound);
  const none = harm(() => 0);
  const first = `Unpenalised, the master sends ${namesOf(world, verdict, free)}: harm ${short(before)}.`;
  if (verdict.choices.every((_, e) => free(e) === bound(e)))
    return `${first} At λ = ${weight} it sends the same: the penalty changes nothing. ${unchanged(before, none)}`;
  const second = `At λ = ${weight} it sends ${namesOf(world, verdict, bound)}: ${[
    `harm ${short(after)}${compared(after, before, none)}`,
    forUtility(utility(bound), utility(free)),
  ].join(', ')}.`;
  return [first, second, ...troubles(verdict, bound)].join(' ');
}

function short(value: number): string {
  return figure(value, 2);
}

function unchanged(harm: number, none: number): string {
  if (harm - none < ALIKE) return `There is no harm to avoid: the null program’s own is ${short(none)}.`;
  return 'Try a larger λ or another penalty.';
}

function compared(after: number, before: number, none: number): string {
  if (Math.abs(after - none) < ALIKE) return ', the null program’s own';
  const less = after < before - ALIKE ? '' : 'no less than unpenalised; ';
  return ` (${less}the null program’s own is ${short(none)})`;
}

function forUtility(penalised: number, unpenalised: number): string {
  if (unpenalised < ALIKE) return `for a utility of ${short(penalised)} instead of ${short(unpenalised)}`;
  const share = penalised / unpenalised;
  if (share < ALIKE) return 'for none of the utility';
  return Math.abs(share - 1) < ALIKE ? 'for all of the utility' : `for ${short(share)} of the utility`;
}

/** `careful`, or who is sent under which evidence: the most frequent first. */
function namesOf(world: World, { choices }: Verdict, sent: (e: number) => number): string {
  const groups = new Map<number, number[]>();
  for (const e of choices.keys()) groups.set(sent(e), [...(groups.get(sent(e)) ?? []), e]);
  const name = (s: number) => (s === 0 ? 'the null program' : world.disciples[s].id);
  if (groups.size === 1) return name(sent(0));
  const parts = [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([s, under], i) => {
      if (under.length === 1) return `${name(s)} under ${nameEvidence(world, choices[under[0]].evidence)}`;
      return `${name(s)} under ${under.length}${i === 0 ? ` of ${choices.length} evidence values` : ''}`;
    });
  return listed(parts);
}

/** What is the matter where the penalty cannot tell the disciples apart, or only the null program is left. */
function troubles({ cases, choices }: Verdict, bound: (e: number) => number): string[] {
  const onlyNull = choices.every((_, e) => bound(e) === 0);
  const read = cases.flatMap((row) => row.slice(1).map(({ learned, exact }) => exact ?? learned));
  const full = read.length > 0 && read.every((value) => value >= FULL && value <= 1 + ALIKE);
  if (full)
    return [
      'Every disciple’s penalty reads 1, so it cannot tell them apart: ' +
        'make the grains of the questions coarser, or lower λ.',
    ];
  return onlyNull ? ['Every other disciple costs more than it gains: lower λ.'] : [];
}
