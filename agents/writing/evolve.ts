/** The master `evolve`, which breeds programs: genetic programming over the world's grammar. */
import { stream } from '../../core/base/random.ts';
import { turnTaker } from '../../core/base/turns.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { drawEvidence } from '../../core/forecast/branches.ts';
import { grammar, MOST_TOKENS } from '../../core/grammar/grammar.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import type { MasterSpec } from '../masters/master.ts';
import { neverCreated, tablesFor } from '../masters/writing.ts';
import { Breeding } from './breeding.ts';
import { bestSources, exactPenalty, objectiveOf, type ProgramFigures, programFigures } from './program-figures.ts';
import { DistinctPlans } from './same-plan.ts';
import { programLimit } from './writer.ts';

/** So many programs are drawn from the grammar before any is bred. */
const FIRST = 40;
/** A parent is the best of so many, which are drawn with equal chances. */
const TOURNAMENT = 6;
/** The share of the children that are drawn from the grammar instead. */
const FRESH = 0.1;
/** After so many children in a row whose plan is known, nothing new is expected. */
const PATIENCE = 2_000;
/** It plans so many times as many programs as a writer, since it learns nothing from episodes, */
const TIMES = 2.5;
/** but at most so many. */
const MOST = 2_000;

export interface EvolutionOptions {
  readonly compiled: Compiled;
  /** Its exact value is charged. Null charges nothing. */
  readonly penalty: Penalty | null;
  /** λ ≥ 0. */
  readonly weight: number;
  /** The probability that the wire erases the source. */
  readonly erasure: number;
  readonly seed: number;
  /** How many programs are planned at most. */
  readonly programs: number;
  /** Called after each plan. */
  readonly onPlanned?: (planned: number) => void;
}

/**
 * The null program, and the programs that were bred, each with a plan of its own, in the order in which they were met.
 * A program is judged under one evidence value at a time, drawn from the prior whenever parents are chosen: so each
 * evidence value keeps what is good there, and all share what was found.
 */
export async function evolved(options: EvolutionOptions): Promise<readonly ProgramFigures[]> {
  const { compiled, penalty, weight, erasure, seed, programs } = options;
  const words = grammar(compiled);
  const uniform = stream(seed, weight === 0 ? 'unpenalised' : 'penalised', 'evolve');
  const breeding = new Breeding(words, MOST_TOKENS, uniform);
  const met: ProgramFigures[] = [programFigures(compiled, penalty, boot(compiled, ''))];
  const genomes: (readonly number[])[] = [[]];
  const distinct = new DistinctPlans(compiled);
  let fruitless = 0;
  const giveTurn = turnTaker();

  const better = (a: number, b: number, e: number) => {
    const [first, second] = [a, b].map((i) => objectiveOf(met[i], met[0], e, weight, erasure));
    return first > second || (first === second && genomes[a].length < genomes[b].length) ? a : b;
  };
  const parent = (e: number): readonly number[] => {
    const drawn = Array.from({ length: TOURNAMENT }, () => 1 + Math.floor(uniform() * (met.length - 1)));
    return genomes[drawn.reduce((best, one) => better(one, best, e))];
  };
  const child = (): readonly number[] => {
    if (met.length <= FIRST || uniform() < FRESH) return words.sample(uniform, MOST_TOKENS);
    const e = drawEvidence(compiled.evidences, uniform);
    return breeding.child(parent(e), parent(e));
  };

  while (met.length <= programs && fruitless < PATIENCE) {
    const genome = child();
    fruitless++;
    const disciple = distinct.add(words.spell(genome));
    if (!disciple) continue;
    met.push(programFigures(compiled, penalty, disciple));
    genomes.push(genome);
    fruitless = 0;
    options.onPlanned?.(met.length - 1);
    await giveTurn();
  }
  return met;
}

/**
 * It writes the best of the programs that it bred, under each evidence value. Where the penalty is learned, it goes by
 * the exact one.
 */
export const evolve: MasterSpec = {
  id: 'evolve',
  summary: 'breeds programs over the world’s grammar, and writes the best (genetic programming)',
  learns: false,
  async write({ penalty, weight, erasure, seed, onProgress, ...context }) {
    const compiled = tablesFor('agent evolve', context);
    const exact = exactPenalty('agent evolve', compiled, penalty);
    const most = Math.min(MOST, Math.floor(TIMES * programLimit(compiled)));
    const programs = await evolved({
      compiled,
      penalty: weight === 0 ? null : exact,
      weight,
      erasure,
      seed,
      programs: most,
      onPlanned: (planned) => onProgress?.(planned, most, 'programs'),
    });
    return bestSources(programs, weight, erasure);
  },
  create: neverCreated,
};
