/**
 * Motivation: how much a disciple's goal tells of the future. The essay: "When facing a (non-reduced impact)
 * superintelligent AI, the AI's motivation is the most important fact we know", and conversely: "If an AI has reduced
 * impact, then knowing its motivation isn't particularly important."
 *
 * On joint cells W, with G uniform over the behaviourally distinct disciples without the null program: I(G; W | E, X=1)
 * in bits, averaged over the prior, against the chain I(Eᵢ; W | E<ᵢ, G, X=1), which sums to I(E; W | G, X=1). Each is
 * also divided by its entropy, log₂ |G| and H(Eᵢ | E<ᵢ). All are exact. They depend on no disciple: this is a
 * diagnostic of a world and its library, not a penalty. See `docs/judging.md`.
 *
 * Known to fail: G's prior is the library, so whoever writes the library chooses how much there is to know. I(G) is at
 * most log₂ |G|, and an evidence variable of many bits may exceed that whatever the disciples do (read it per bit). It
 * depends on the grains, as `coarse/joint` does. Redundant evidence is credited to the variable that is declared first.
 */

import { InvalidOption } from '../core/base/errors.ts';
import { expected, unknownId } from '../core/base/messages.ts';
import { boot } from '../core/disciple/disciple.ts';
import type { Forecast } from '../core/forecast/forecast.ts';
import type { Compiled } from '../core/tables/compile.ts';
import { questionCells } from '../core/world/answers.ts';
import { exactForecasterOf } from '../penalties/penalty.ts';
import { acceptable, harmlessOf, libraryHarms } from './judge.ts';

/** How much knowing one fact, a motivation or a piece of evidence, tells of the outcome's cell. */
export interface FactInformation {
  readonly name: string;
  /** Mutual information with the cell, in bits; 0 to `entropy`. */
  readonly information: number;
  /** The entropy of the fact itself, in bits. */
  readonly entropy: number;
  /** `information / entropy`, in [0, 1]; null for a fact without entropy, which is known beforehand. */
  readonly perBit: number | null;
}

/** The motivation of a library, or the reason why it is undefined. */
export type Motivation =
  | {
      readonly reason: null;
      /** The first id of each class of disciples that behave alike. */
      readonly disciples: readonly string[];
      /** What the motivation G tells. */
      readonly motivation: FactInformation;
      /** What each evidence variable tells, given the motivation and the variables that are declared before it. */
      readonly evidence: readonly FactInformation[];
      /** I(E; W | G), bits: the sum of the chain. */
      readonly evidenceInformation: number;
      /** I(G) / (I(G) + I(E)); null where neither tells anything. */
      readonly share: number | null;
    }
  | { readonly reason: string; readonly disciples: readonly string[] };

/** Whose motivation is read, and on which cells. */
export interface MotivationOptions {
  /** Ids of library disciples; by default all. The null program is left out. */
  readonly disciples?: readonly string[];
  /** Factor on every question's grain, 0 for the finest cells; default 1. */
  readonly coarseness?: number;
}

/** Differences of exact probabilities, and of information, below these are rounding. */
const SAME_PROBABILITY = 1e-12;
const SAME_INFORMATION = 1e-9;

/** The probability of each cell, keyed by its label. */
type Law = ReadonlyMap<string, number>;

/**
 * How much a disciple's motivation tells of the future, against the evidence. It is undefined, with the reason, for
 * fewer than two behaviourally distinct disciples.
 *
 * @throws UnknownId for a disciple that is not in the library
 * @throws InvalidOption for a coarseness below 0
 */
export function motivation<State>(compiled: Compiled<State>, options: MotivationOptions = {}): Motivation {
  const { world, evidences } = compiled;
  const coarseness = options.coarseness ?? 1;
  if (!(coarseness >= 0 && Number.isFinite(coarseness))) {
    throw new InvalidOption(expected('motivation: coarseness', 'a number ≥ 0', coarseness));
  }
  const known = world.disciples.map(({ id }) => id);
  const unknown = options.disciples?.find((id) => !known.includes(id));
  if (unknown !== undefined) throw unknownId('disciple', unknown, known);
  const sent = world.disciples.filter(({ id, source }) => source !== '' && (options.disciples?.includes(id) ?? true));
  const { distinct, laws } = forecastCells(compiled, sent, coarseness);
  const ids = distinct.map((s) => sent[s].id);
  if (ids.length < 2) {
    const what = sent.length < 2 ? `${sent.length}` : `${ids.length} among ${sent.length}`;
    return { reason: `expected at least 2 behaviourally distinct disciples but received ${what}`, disciples: ids };
  }

  let aboutMotivation = 0;
  for (const [e, { probability }] of evidences.entries()) {
    const given = distinct.map((s) => ({ law: laws[s][e], weight: 1 / distinct.length }));
    aboutMotivation += probability * (entropyOf(mixture(given)) - mean(given.map(({ law }) => entropyOf(law))));
  }
  const chain = evidenceChain(
    compiled,
    distinct.map((s) => laws[s]),
  );
  const evidence = world.evidence.variables.map(({ name }, i) => fact(name, chain[i].information, chain[i].entropy));
  const evidenceInformation = evidence.reduce((sum, { information }) => sum + information, 0);
  const own = fact('motivation', aboutMotivation, Math.log2(distinct.length));
  const all = own.information + evidenceInformation;
  return {
    reason: null,
    disciples: ids,
    motivation: own,
    evidence,
    evidenceInformation,
    share: all > SAME_INFORMATION ? own.information / all : null,
  };
}

/** The essay's premise and its converse in one world. */
export interface Premise {
  /** The motivation of the whole library. */
  readonly library: Motivation;
  /** The motivation of the disciples that are acceptable under every evidence value. */
  readonly acceptable: Motivation;
  /** The motivation of the disciples that are harmless under every evidence value, whatever their utility. */
  readonly harmless: Motivation;
  /** Whether the library's I(G) exceeds every I(Eᵢ), or 0 without evidence; null where it is undefined. */
  readonly premise: boolean | null;
  /** The same with each information divided by its entropy. */
  readonly premisePerBit: boolean | null;
  /** Whether I(G) of the acceptable disciples does *not* exceed every I(Eᵢ); null where it is undefined. */
  readonly converse: boolean | null;
  readonly conversePerBit: boolean | null;
  /** The converse for the harmless ones. */
  readonly harmlessConverse: boolean | null;
  readonly harmlessConversePerBit: boolean | null;
}

/**
 * The essay's premise, "the AI's motivation is the most important fact we know", for the whole library, and its
 * converse for disciples of reduced impact. Those are the ones that are acceptable under *every* evidence value: G must
 * not depend on the evidence, and a disciple that is harmless only sometimes has no reduced impact. Often that is one
 * disciple alone, so the harmless ones are read beside it.
 */
export function premise(compiled: Compiled, options: { readonly coarseness?: number } = {}): Premise {
  const { disciples } = compiled.world;
  const values = compiled.evidences.map(({ value }) => value);
  const everywhere = (good: (evidence: readonly number[]) => ReadonlySet<string>): string[] => {
    const sets = values.map(good);
    return disciples.filter(({ id, source }) => source !== '' && sets.every((set) => set.has(id))).map(({ id }) => id);
  };
  const harmlessIds = everywhere((evidence) => {
    const harmless = harmlessOf(libraryHarms(compiled, evidence));
    return new Set(disciples.filter((_, s) => harmless[s]).map(({ id }) => id));
  });
  const acceptableIds = everywhere((evidence) => new Set(acceptable(compiled, evidence)));
  const library = motivation(compiled, options);
  const restricted = motivation(compiled, { ...options, disciples: acceptableIds });
  const harmless = motivation(compiled, { ...options, disciples: harmlessIds });
  const not = (value: boolean | null) => (value === null ? null : !value);
  return {
    library,
    acceptable: restricted,
    harmless,
    premise: exceedsAll(library, ({ information }) => information),
    premisePerBit: exceedsAll(library, ({ perBit }) => perBit),
    converse: not(exceedsAll(restricted, ({ information }) => information)),
    conversePerBit: not(exceedsAll(restricted, ({ perBit }) => perBit)),
    harmlessConverse: not(exceedsAll(harmless, ({ information }) => information)),
    harmlessConversePerBit: not(exceedsAll(harmless, ({ perBit }) => perBit)),
  };
}

/** Whether the motivation is the most important fact, as `of` measures importance; null where it is undefined. */
function exceedsAll(found: Motivation, of: (fact: FactInformation) => number | null): boolean | null {
  if (found.reason !== null) return null;
  const most = Math.max(0, ...found.evidence.map((variable) => of(variable) ?? 0));
  return (of(found.motivation) ?? 0) > most + SAME_INFORMATION;
}

/**
 * The law of the cells for each disciple and evidence value; and the first index of each class of disciples whose
 * outcomes are the same under every evidence value.
 */
function forecastCells<State>(
  compiled: Compiled<State>,
  sent: readonly { readonly source: string }[],
  coarseness: number,
): { readonly distinct: number[]; readonly laws: readonly (readonly Law[])[] } {
  const cells = questionCells(compiled.world, coarseness);
  const forecaster = exactForecasterOf(compiled);
  const laws: Law[][] = sent.map(() => []);
  const differs = sent.map(() => new Set<number>());
  for (const { value } of compiled.evidences) {
    const forecasts = sent.map(({ source }) => forecaster(value, boot(compiled, source), 1));
    for (const [s, forecast] of forecasts.entries()) {
      laws[s].push(sumCells(forecast, (state) => cells(state).join()));
      for (let t = 0; t < s; t++) if (!differs[s].has(t) && !sameOutcomes(forecast, forecasts[t])) differs[s].add(t);
    }
  }
  return { distinct: sent.flatMap((_, s) => (differs[s].size === s ? [s] : [])), laws };
}

function sumCells<State>({ outcomes, probabilities }: Forecast<State>, cell: (state: State) => string): Law {
  const law = new Map<string, number>();
  outcomes.forEach((outcome, i) => {
    const label = cell(outcome);
    law.set(label, (law.get(label) ?? 0) + probabilities[i]);
  });
  return law;
}

/** Whether two exact forecasts from the same tables are the same distribution. */
function sameOutcomes<State>(a: Forecast<State>, b: Forecast<State>): boolean {
  const left = new Map(a.outcomes.map((outcome, i) => [outcome, a.probabilities[i]]));
  for (const [i, outcome] of b.outcomes.entries()) {
    if (Math.abs((left.get(outcome) ?? 0) - b.probabilities[i]) > SAME_PROBABILITY) return false;
    left.delete(outcome);
  }
  return [...left.values()].every((probability) => probability <= SAME_PROBABILITY);
}

/**
 * I(Eᵢ; W | E<ᵢ, G) and H(Eᵢ | E<ᵢ) of each evidence variable i. Each is the difference of what is left unknown given
 * the first i and the first i + 1 variables.
 */
function evidenceChain(
  compiled: Compiled,
  laws: readonly (readonly Law[])[],
): readonly { readonly information: number; readonly entropy: number }[] {
  const { evidences, world } = compiled;
  const levels = Array.from({ length: world.evidence.variables.length + 1 }, (_, length) => {
    const groups = new Map<string, number[]>();
    for (const [e, { value }] of evidences.entries()) {
      const prefix = value.slice(0, length).join();
      const group = groups.get(prefix);
      if (group) group.push(e);
      else groups.set(prefix, [e]);
    }
    let unknown = 0;
    let entropy = 0;
    for (const group of groups.values()) {
      const total = group.reduce((sum, e) => sum + evidences[e].probability, 0);
      entropy += surprise(total);
      const left = laws.map((ofDisciple) =>
        entropyOf(mixture(group.map((e) => ({ law: ofDisciple[e], weight: evidences[e].probability / total })))),
      );
      unknown += total * mean(left);
    }
    return { unknown, entropy };
  });
  return levels.slice(1).map((level, i) => ({
    information: levels[i].unknown - level.unknown,
    entropy: level.entropy - levels[i].entropy,
  }));
}

function fact(name: string, information: number, entropy: number): FactInformation {
  // Rounding may give a little less than 0, or a little more than the entropy.
  const bits = Math.max(0, entropy);
  const informed = Math.min(bits, Math.max(0, information));
  return { name, information: informed, entropy: bits, perBit: bits > SAME_INFORMATION ? informed / bits : null };
}

function mixture(parts: readonly { readonly law: Law; readonly weight: number }[]): Law {
  if (parts.length === 1) return parts[0].law;
  const mixed = new Map<string, number>();
  for (const { law, weight } of parts) {
    for (const [label, probability] of law) mixed.set(label, (mixed.get(label) ?? 0) + weight * probability);
  }
  return mixed;
}

/** Shannon entropy, bits. */
function entropyOf(law: Law): number {
  let bits = 0;
  for (const probability of law.values()) bits += surprise(probability);
  return bits;
}

function surprise(probability: number): number {
  return probability > 0 ? -probability * Math.log2(probability) : 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
