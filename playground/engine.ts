/** All that the page shows, computed by the package's own code. It runs in a worker. */
import '../envs/index.ts';
import { memoise } from '../core/base/memoise.ts';
import { boot, type Disciple, registerSourceKind } from '../core/disciple/disciple.ts';
import { playPair } from '../core/forecast/pairs.ts';
import { DEFAULT_ERASURE } from '../core/forecast/sampled-forecaster.ts';
import { type Compiled, compile } from '../core/tables/compile.ts';
import { questionCells } from '../core/world/answers.ts';
import { nameEvidence } from '../core/world/evidence.ts';
import { registry } from '../core/world/registry.ts';
import { expectedHarm } from '../judging/judge.ts';
import { choiceAt } from '../judging/window.ts';
import { divergence } from '../penalties/divergence.ts';
import { exactOrNull, exactValue, mayBeExact } from '../penalties/exact-penalties.ts';
import { expectedObjective, expectedUtility } from '../penalties/objective.ts';
import { OptimumSearch } from '../penalties/optimum/optimal-program.ts';
import { loadSolver } from '../penalties/optimum/solver.ts';
import { optimalPrograms } from '../penalties/optimum/source.ts';
import { exactForecasterOf } from '../penalties/penalty.ts';
import { penalties } from '../penalties/suite.ts';
import { legendOf, tickText, viewsOf } from '../pictures/view.ts';
import type {
  Answers,
  BestProgram,
  Decision,
  Episode,
  Histogram,
  Offer,
  OpenedWorld,
  Place,
  Program,
  Reading,
} from './protocol.ts';

/** A divergence of no more is rounding: no cell has a share in it. */
const ROUNDING = 1e-12;

registerSourceKind(optimalPrograms);

/** The tables of the last worlds: a page shows one at a time. */
const KEPT = 3;
/** The plans of so many programs are kept for each world. */
const PLANNED = 32;
/** The prices of so many programs are kept for each world. */
const PRICED = 256;
const tables = new Map<string, Compiled>();

function tablesOf(id: string, onProgress?: (states: number) => void): Compiled {
  const known = tables.get(id);
  if (known) return known;
  const compiled = compile(registry.world(id), { onProgress }) as Compiled;
  tables.set(id, compiled);
  for (const oldest of tables.keys()) if (tables.size > KEPT) tables.delete(oldest);
  return compiled;
}

/** A program on the tables: it is planned once. */
function booted(compiled: Compiled, source: string): Disciple {
  return memoise(compiled, ['programs of the playground', source], () => boot(compiled, source), PLANNED);
}

/** Compiles a world. `onProgress` is told how many states have been found so far. */
export function open(id: string, onProgress?: (states: number) => void): OpenedWorld {
  const { world, states, evidences } = tablesOf(id, onProgress);
  return {
    id: world.id,
    summary: world.summary,
    states: states.length,
    disciples: world.disciples.map(({ id: name, source, summary }) => ({ id: name, source, summary })),
    evidences: evidences.map(({ value }) => ({ value, name: nameEvidence(world, value) })),
    quantities: Object.keys(world.quantities),
  };
}

/** The penalties with an exact value of their own. */
export function exactPenaltyIds(): { readonly id: string; readonly summary: string }[] {
  return penalties
    .ids()
    .map((id) => penalties.get(id))
    .filter(mayBeExact)
    .map(({ id, summary }) => ({ id, summary }));
}

/** What a program is worth and what it costs, whatever λ is. */
interface Priced {
  readonly id: string;
  readonly source: string;
  readonly objective: number;
  readonly penalty: number;
}

function priceOf(
  compiled: Compiled,
  evidence: readonly number[],
  penaltyId: string,
  program: { readonly id: string; readonly source: string },
): Priced {
  const disciple = booted(compiled, program.source);
  return {
    ...program,
    objective: expectedObjective(compiled, evidence, disciple, DEFAULT_ERASURE),
    penalty: exactValue(penalties.get(penaltyId), { compiled, evidence, disciple }),
  };
}

/** What the master gains from each program of the library, and from others; and which it sends at λ. */
export function decide(place: Place, penaltyId: string, weight: number, others: readonly Program[]): Decision {
  const compiled = tablesOf(place.world);
  const library = compiled.world.disciples.map(({ id, source }) => ({ id, source }));
  const programs = [...library, ...others];
  const priced = programs.map((program): Priced => {
    const key = JSON.stringify([penaltyId, place.evidence, program]);
    return memoise(
      compiled,
      ['prices of the playground', key],
      () => priceOf(compiled, place.evidence, penaltyId, program),
      PRICED,
    );
  });
  const offers: Offer[] = priced.map((one) => ({
    ...one,
    charge: weight * one.penalty,
    left: one.objective - weight * one.penalty,
  }));
  const [objective, charged] = [priced.map((one) => one.objective), priced.map((one) => one.penalty)];
  return { offers, sent: choiceAt({ objective, penalty: charged, acceptable: [] }, weight) };
}

/** The search of one case: what it finds for one λ serves the next. */
let search: { readonly key: string; readonly optimum: OptimumSearch } | null = null;

/**
 * The best program of all.
 * @throws InvalidOption where the penalty or the world has none.
 */
export async function best({ world, evidence }: Place, penalty: string, weight: number): Promise<BestProgram> {
  const key = JSON.stringify([world, evidence, penalty]);
  if (search?.key !== key) {
    const solver = await loadSolver();
    search?.optimum.dispose();
    search = null;
    search = { key, optimum: new OptimumSearch(tablesOf(world), evidence, penalty, solver) };
  }
  const { optimum } = search;
  const { source, low, high } = optimum.at(weight);
  return { source, low, high, isSearched: !optimum.space.isBounded };
}

/** One episode in both worlds. */
export function episode({ world: id, evidence }: Place, source: string, seed: number): Episode {
  const compiled = tablesOf(id);
  const { world } = compiled;
  const run = playPair(compiled, evidence, booted(compiled, source), seed);
  const views = viewsOf(world, run, (tick) => tickText(world, run, tick));
  return { views, legend: legendOf(views) };
}

/** Reads a source by every exact penalty, one after the other. */
export function* read({ world, evidence }: Place, source: string): Generator<Reading> {
  const compiled = tablesOf(world);
  const disciple = booted(compiled, source);
  yield {
    kind: 'outcome',
    utility: expectedUtility(compiled, evidence, disciple),
    harm: expectedHarm(compiled, evidence, disciple),
    nullHarm: expectedHarm(compiled, evidence, disciple, 0),
  };
  for (const { id } of exactPenaltyIds()) {
    const value = exactOrNull(penalties.get(id), { compiled, evidence, disciple });
    if (value !== null) yield { kind: 'penalty', id, value };
  }
}

/** How the questions are answered with the source and without it, at so many times the grain of each. */
export function answers({ world: id, evidence }: Place, source: string, coarseness: number): Answers {
  const compiled = tablesOf(id);
  const disciple = booted(compiled, source);
  const forecaster = exactForecasterOf(compiled);
  const cells = questionCells(compiled.world, coarseness);
  const masses = compiled.world.questions.map(() => new Map<number, [present: number, absent: number]>());
  for (const x of [1, 0] as const) {
    const { outcomes, probabilities } = forecaster(evidence, disciple, x);
    outcomes.forEach((outcome, i) => {
      cells(outcome).forEach((cell, q) => {
        const own = masses[q].get(cell) ?? [0, 0];
        own[1 - x] += probabilities[i];
        masses[q].set(cell, own);
      });
    });
  }
  const histograms = compiled.world.questions.map(({ id: question, grain = 1, origin = 0 }, q): Histogram => {
    const sorted = [...masses[q]].sort(([a], [b]) => a - b);
    const total = divergence(
      'tv',
      Float64Array.from(sorted, ([, [present]]) => present),
      Float64Array.from(sorted, ([, [, absent]]) => absent),
    );
    return {
      question,
      divergence: total,
      cells: sorted.map(([cell, [present, absent]]) => ({
        from: cell * grain * coarseness + origin,
        present,
        absent,
        share: total > ROUNDING ? Math.abs(present - absent) / (2 * total) : 0,
      })),
    };
  });
  const at = (name: string) =>
    exactValue(penalties.get(coarseness === 1 ? name : `${name}?coarseness=${coarseness}`), {
      ...{ compiled, evidence, disciple },
    });
  return { histograms, joint: at('coarse/joint/tv'), each: at('coarse/each/tv') };
}
