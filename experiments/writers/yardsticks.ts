/** What the programs of a master that writes are measured by: other programs of the same grammar, and all programs. */
import { enumerated } from '../../agents/writing/enumerate.ts';
import { objectiveOf, type ProgramFigures, programFigures } from '../../agents/writing/program-figures.ts';
import { DistinctPlans } from '../../agents/writing/same-plan.ts';
import { programLimit } from '../../agents/writing/writer.ts';
import { stream } from '../../core/base/random.ts';
import { boot, bootArrived } from '../../core/disciple/disciple.ts';
import { type Grammar, grammar } from '../../core/grammar/grammar.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { OptimumSearch } from '../../penalties/optimum/optimal-program.ts';
import { isSolvable } from '../../penalties/optimum/solvable.ts';
import { loadSolver } from '../../penalties/optimum/solver.ts';
import type { Penalty } from '../../penalties/penalty.ts';

/** What decides an objective. */
export interface Stakes {
  readonly compiled: Compiled;
  /** It has an exact value. */
  readonly penalty: Penalty;
  /** λ ≥ 0. */
  readonly weight: number;
  /** The probability that the wire erases the source. */
  readonly erasure: number;
}

/** The yardsticks of one world. Objectives are means over the prior of the evidence. */
export interface Yardsticks {
  /** How many tokens the grammar has, its end token included. */
  readonly tokens: number;
  /** How many programs of at most seven tokens it spells. */
  readonly programs: number;
  /** How many distinct plans `enumerate` met. */
  readonly plans: number;
  /** The best of the library under each evidence value. */
  readonly library: number;
  /** The source, of the library or of `enumerate`, that is best where one is sent under all evidence values. */
  readonly constant: number;
  readonly constantSource: string;
  /** What `enumerate` reaches. */
  readonly enumerate: number;
  /** The bounds of the optimum over every program; null where none is known. */
  readonly optimum: readonly [low: number, high: number] | null;
}

/** Programs of at most so many tokens are counted. */
const LONGEST = 7;
/** After so many draws in a row whose plan is known, nothing new is expected. */
const PATIENCE = 2_000;

export async function yardsticks(stakes: Stakes): Promise<Yardsticks> {
  const { compiled, penalty } = stakes;
  const words = grammar(compiled);
  const programs = enumerated(compiled, penalty);
  const library = compiled.world.disciples.map(({ source }) =>
    programFigures(compiled, penalty, boot(compiled, source)),
  );
  const [absent] = programs;
  const all = [...library, ...programs];
  const means = all.map((program) => meanOver(compiled, (e) => objectiveAt(stakes, program, absent, e)));
  const best = means.reduce((most, value, i) => (value > means[most] ? i : most), 0);
  return {
    tokens: words.tokens.length,
    programs: countPrograms(words, LONGEST),
    plans: programs.length - 1,
    library: bestOf(stakes, [absent, ...library]),
    constant: means[best],
    constantSource: all[best].source,
    enumerate: bestOf(stakes, programs),
    optimum: await optimum(stakes),
  };
}

/** What the best of random programs reaches, as many as a writer may plan, chosen by their exact figures. */
export function bestOfRandom(stakes: Stakes, seed: number): number {
  const { compiled, penalty } = stakes;
  const words = grammar(compiled);
  const uniform = stream(seed, 'random programs');
  const distinct = new DistinctPlans(compiled);
  const met = [programFigures(compiled, penalty, boot(compiled, ''))];
  for (let fruitless = 0; met.length <= programLimit(compiled) && fruitless < PATIENCE; ) {
    fruitless++;
    const disciple = distinct.add(words.spell(words.sample(uniform, LONGEST)));
    if (!disciple) continue;
    met.push(programFigures(compiled, penalty, disciple));
    fruitless = 0;
  }
  return bestOf(stakes, met);
}

/** The objective of one source for each evidence index, as a mean over the prior. */
export function objectiveOfSources(stakes: Stakes, sources: readonly string[]): number {
  const { compiled, penalty } = stakes;
  const figures = new Map(
    ['', ...sources].map((source) => [source, programFigures(compiled, penalty, bootArrived(compiled, source))]),
  );
  const absent = figures.get('')!;
  return meanOver(compiled, (e) => objectiveAt(stakes, figures.get(sources[e])!, absent, e));
}

/** How many programs of at most `most` tokens a grammar spells. */
export function countPrograms({ tokens, arity }: Grammar, most: number): number {
  // Those of each length, by the arity of their first token.
  const exactly = [0];
  for (let length = 1; length <= most; length++) {
    let sum = 0;
    for (let token = 0; token < tokens.length - 1; token++) {
      if (arity(token) === 0) sum += Number(length === 1);
      else if (arity(token) === 1) sum += exactly[length - 1];
      else for (let left = 1; left <= length - 2; left++) sum += exactly[left] * exactly[length - 1 - left];
    }
    exactly.push(sum);
  }
  return exactly.reduce((a, b) => a + b, 0);
}

async function optimum(stakes: Stakes): Promise<readonly [number, number] | null> {
  const { compiled, penalty, weight, erasure } = stakes;
  if (!isSolvable(penalty) || compiled.world.wire) return null;
  const solver = await loadSolver();
  const bounds: { readonly low: number; readonly high: number }[] = [];
  for (const { value } of compiled.evidences) {
    const search = new OptimumSearch(compiled, value, penalty, solver, { erasure });
    try {
      if (!search.space.isBounded) return null;
      bounds.push(search.at(weight));
    } finally {
      search.dispose();
    }
  }
  return [meanOver(compiled, (e) => bounds[e].low), meanOver(compiled, (e) => bounds[e].high)];
}

function bestOf(stakes: Stakes, programs: readonly ProgramFigures[]): number {
  const objective = (e: number) => programs.map((program) => objectiveAt(stakes, program, programs[0], e));
  return meanOver(stakes.compiled, (e) => objective(e).reduce((a, b) => Math.max(a, b)));
}

function objectiveAt({ weight, erasure }: Stakes, program: ProgramFigures, absent: ProgramFigures, e: number) {
  return objectiveOf(program, absent, e, weight, erasure);
}

function meanOver({ evidences }: Compiled, value: (e: number) => number): number {
  return evidences.reduce((sum, { probability }, e) => sum + probability * value(e), 0);
}
