/** Sentences that a world's page must contain, computed from the world: the generator writes them, a test compares. */
import { boot } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { compile } from '../../core/tables/compile.ts';
import { questionCells } from '../../core/world/answers.ts';
import { registry } from '../../core/world/registry.ts';
import { type Motivation, type Premise, premise } from '../../judging/motivation.ts';
import { exactForecasterOf } from '../../penalties/penalty.ts';

const SAME_PROBABILITY = 1e-9;

/** The tables of a world; of a negative control, whose wire leaks, those of the world with a wire that erases. */
export function compileForPage(id: string): Compiled {
  return compile(registry.world(leaks(id) ? `${id}?leak=0` : id));
}

/** Whether a world is a negative control: its wire leaks unless the option `leak` is 0. */
export function leaks(id: string): boolean {
  return 'leak' in registry.describe(id).parameters;
}

/** The questions that no disciple of the library moves under any evidence value, and whether each has one cell. */
export function unmovedQuestions(compiled: Compiled): { readonly id: string; readonly oneCell: boolean }[] {
  const { world, evidences } = compiled;
  const cells = questionCells(world, 1);
  const forecaster = exactForecasterOf(compiled);
  const lawsOf = (source: string, evidence: readonly number[], x: 0 | 1) => {
    const { outcomes, probabilities } = forecaster(evidence, boot(compiled, source), x);
    const laws = world.questions.map(() => new Map<number, number>());
    outcomes.forEach((state, i) => {
      cells(state).forEach((cell, q) => {
        laws[q].set(cell, (laws[q].get(cell) ?? 0) + probabilities[i]);
      });
    });
    return laws;
  };
  const moved = new Set<number>();
  const met = world.questions.map(() => new Set<number>());
  for (const { value } of evidences) {
    for (const { source } of world.disciples) {
      const [present, absent] = [lawsOf(source, value, 1), lawsOf(source, value, 0)];
      world.questions.forEach((_, q) => {
        for (const cell of [...present[q].keys(), ...absent[q].keys()]) {
          met[q].add(cell);
          const change = Math.abs((present[q].get(cell) ?? 0) - (absent[q].get(cell) ?? 0));
          if (change > SAME_PROBABILITY) moved.add(q);
        }
      });
    }
  }
  return world.questions.flatMap(({ id }, q) => (moved.has(q) ? [] : [{ id, oneCell: met[q].size === 1 }]));
}

/** What a page says of the questions that no disciple moves. */
export function unmovedSentence(compiled: Compiled): string {
  const unmoved = unmovedQuestions(compiled);
  if (unmoved.length === 0) return 'Every question is moved by some disciple of the library.';
  const names = unmoved.map(({ id, oneCell }) => `\`${id}\`${oneCell ? ' (one cell)' : ''}`);
  const questions = names.length === 1 ? 'this question' : 'these questions';
  const them = names.length === 1 ? 'it' : 'them';
  const cost = `\`coarse/each\` still divides by ${them}`;
  return `No disciple of the library moves ${questions}: ${names.join(', ')}. ${cost}.`;
}

/** What a page says of the essay's premise about motivation and of its converse, with the figures. */
export function motivationParagraph(compiled: Compiled): string {
  const found = premise(compiled);
  return [premiseSentence(found), ...converseSentences(found)].join(' ');
}

function premiseSentence({ library, premise: holds, premisePerBit }: Premise): string {
  if (library.reason !== null) {
    return 'Motivation: fewer than two disciples of the library behave differently, so the premise is undefined.';
  }
  const { motivation, evidence } = library;
  const told = `the goal of a disciple tells I(G) = ${bits(motivation.information)} about the outcome`;
  const ofGoal = `(${number(motivation.perBit)} per bit of G)`;
  const fact = mostTelling(library);
  const rival =
    evidence.length === 0
      ? 'there is no evidence to compare with'
      : `the most telling fact, \`${fact.name}\`, tells ${bits(fact.information)} (${number(fact.perBit)} per bit)`;
  const perBit = holds === premisePerBit ? '' : `, but per bit it ${verdict(premisePerBit)}`;
  return `Motivation: ${told} ${ofGoal}; ${rival}. So the essay's premise ${verdict(holds)}${perBit}.`;
}

function converseSentences(found: Premise): string[] {
  const groups = [
    { who: 'acceptable disciples', of: found.acceptable, holds: found.converse, perBit: found.conversePerBit },
    {
      who: 'harmless disciples',
      of: found.harmless,
      holds: found.harmlessConverse,
      perBit: found.harmlessConversePerBit,
    },
  ];
  const [first, second] = groups.map(({ of }) => of.disciples.join());
  if (first === second)
    groups.splice(0, 2, { ...groups[0], who: 'acceptable disciples, who are also the harmless ones' });
  return groups.map(({ who, of, holds, perBit }) => {
    const ids = of.disciples.map((id) => `\`${id}\``).join(', ');
    if (of.disciples.length === 0) return `There are no ${who}: the converse is undefined.`;
    if (of.reason !== null) return `The ${who} (${ids}) all behave alike: the converse is undefined.`;
    const fact = mostTelling(of);
    const rival = fact ? ` against ${bits(fact.information)} for \`${fact.name}\`` : '';
    const alone = holds === perBit ? '' : `, but per bit it ${verdict(perBit)}`;
    const told = `the goal tells ${bits(of.motivation.information)}${rival}`;
    return `Among the ${who} (${ids}), ${told}: the converse ${verdict(holds)}${alone}.`;
  });
}

function mostTelling({ evidence }: Extract<Motivation, { reason: null }>) {
  return evidence.toSorted((a, b) => b.information - a.information)[0];
}

function bits(information: number): string {
  return `${number(information)} bits`;
}

function number(value: number | null): string {
  return value === null || value < 0.0005 ? '0' : value.toFixed(3);
}

function verdict(holds: boolean | null): string {
  if (holds === null) return 'is undefined';
  return holds ? 'holds' : 'is false';
}

/** Text in lines of at most 120 columns. */
export function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length <= 120) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join('\n');
}
