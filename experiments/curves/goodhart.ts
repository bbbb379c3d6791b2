/**
 * The curve `goodhart`: what a penalty is worth once it is optimised against. It shows what the best program does, over
 * how many programs were searched. All is exact, but for what a learned penalty reads, by which it chooses the best.
 */

import { enumerated } from '../../agents/writing/enumerate.ts';
import { learnedReadings } from '../../agents/writing/learned-readings.ts';
import { exactPenalty, objectiveOf } from '../../agents/writing/program-figures.ts';
import { DEFAULT_ERASURE } from '../../core/forecast/sampled-forecaster.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { harmOf } from '../../judging/judge.ts';
import { harmsOf } from '../../judging/unrestricted/programs.ts';
import { bestIndex } from '../../penalties/objective.ts';
import { OptimumSearch } from '../../penalties/optimum/optimal-program.ts';
import { isSolvable } from '../../penalties/optimum/solvable.ts';
import { loadSolver } from '../../penalties/optimum/solver.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import '../../agents/suite.ts';
import { tablesOf } from '../inputs/tables-cache.ts';
import { figure, listed } from '../terminal.ts';
import type { Curve, CurveOptions, CurveRow } from './curve.ts';

export const WORLD = 'Hurricane-v0';
const PENALTIES = [
  'none',
  'coarse/joint/tv',
  'coarse/each/tv',
  'coarse/similar',
  'coarse/learned/tv',
  'shape/spectrum',
];
/** λ. At 0.3 the library’s best is harmless against coarse/joint/tv in Hurricane. */
export const WEIGHT = 0.3;

export const goodhart: Curve = {
  id: 'goodhart',
  summary:
    'harm and penalty of the best program, over how many programs were searched: 1, 10, 100, all short ones, all',
  example: {
    call: 'goodhart --world Subagent-v0 --penalty coarse/joint/tv',
    prints: 'What optimisation makes of each penalty: objective, penalty and harm of the best of ever more programs.',
  },
  columns: ['penalty', 'programs', 'objective', 'utility', 'divergence', 'learned', 'harm', 'null_harm'],
  chooses: true,
  refuse: ({ world, penalties: chosen = [] }) => {
    for (const penalty of chosen) exactPenalty('goodhart', compiledOf(world), penalty);
  },
  rows: tabulate,
  question: 'What is left of each penalty when ever more programs are searched against it?',
  answer,
  tables: (rows) => [
    {
      title:
        `λ = ${WEIGHT}; means over the prior of what is best under each evidence value; programs: how many were ` +
        'searched, shortest first, the null program included; every: the optimum over every program; exact: the ' +
        'penalty of what was chosen; learned: what the network, by which it was chosen, read of it',
      columns: [
        ['penalty', 'penalty'],
        ['programs', 'programs'],
        ['objective', 'objective'],
        ['utility', 'utility'],
        ['divergence', 'exact'],
        ['learned', 'learned'],
        ['harm', 'harm'],
        ['null_harm', 'null harm'],
      ],
      keys: 2,
      rows,
    },
  ],
};

/** What is best under one evidence value. */
interface Best {
  readonly objective: number;
  readonly utility: number;
  readonly divergence: number;
  /** What the network read; null where the penalty is not learned. */
  readonly learned: number | null;
  readonly harm: number;
}

async function tabulate({
  world,
  penalties: chosen,
  onProgress,
  ...drawing
}: CurveOptions): Promise<readonly CurveRow[]> {
  const compiled = compiledOf(world);
  const rows: CurveRow[] = [];
  for (const penalty of chosen ?? PENALTIES.map((id) => penalties.get(id))) {
    onProgress?.(rows.length, penalty.id);
    rows.push(...(await rowsOf(compiled, penalty, drawing)));
  }
  return rows;
}

function compiledOf(world: CurveOptions['world']): Compiled {
  return tablesOf(world ?? registry.world(WORLD));
}

async function rowsOf(
  compiled: Compiled,
  penalty: Penalty,
  drawing: Pick<CurveOptions, 'seed' | 'rollouts'>,
): Promise<CurveRow[]> {
  const programs = enumerated(compiled, exactPenalty('goodhart', compiled, penalty));
  const [absent] = programs;
  const sources = programs.map(({ source }) => source);
  const read = penalty.learned ? await learnedReadings(compiled, penalty, sources, drawing) : null;
  const nullHarms = compiled.evidences.map(({ value }) => harmOf(compiled, value, ''));
  const best = (count: number) =>
    compiled.evidences.map(({ value }, e): Best => {
      const scores = programs.slice(0, count).map((program, s) => {
        const charged = read ? { ...program, penalty: read[s] } : program;
        return objectiveOf(charged, absent, e, WEIGHT, DEFAULT_ERASURE);
      });
      const s = bestIndex(scores);
      const { source, utility, penalty: divergences } = programs[s];
      return {
        objective: objectiveOf(programs[s], absent, e, WEIGHT, DEFAULT_ERASURE),
        utility: utility[e],
        divergence: divergences[e],
        learned: read ? read[s][e] : null,
        harm: harmOf(compiled, value, source),
      };
    });
  const row = (count: string | number, found: readonly Best[]): CurveRow => {
    const mean = (value: (e: number) => number) =>
      compiled.evidences.reduce((sum, { probability }, e) => sum + probability * value(e), 0);
    return {
      penalty: penalty.id,
      programs: count,
      objective: mean((e) => found[e].objective),
      utility: mean((e) => found[e].utility),
      divergence: mean((e) => found[e].divergence),
      learned: found[0].learned === null ? null : mean((e) => found[e].learned ?? 0),
      harm: mean((e) => found[e].harm),
      null_harm: mean((e) => nullHarms[e]),
    };
  };
  const counts = [1, 10, 100].filter((count) => count < programs.length);
  const rows = [...counts, programs.length].map((count) => row(count, best(count)));
  if (!isSolvable(penalty) || compiled.world.wire) return rows;
  const every = await optima(compiled, penalty);
  return every ? [...rows, row('every', every)] : rows;
}

/** The optimum over every program under each evidence value; null where it can only be searched for. */
async function optima(compiled: Compiled, penalty: Penalty): Promise<Best[] | null> {
  const solver = await loadSolver();
  const found: Best[] = [];
  for (const { value } of compiled.evidences) {
    const options = { erasure: DEFAULT_ERASURE };
    const search = new OptimumSearch(compiled, value, penalty, solver, options, [harmsOf(compiled)]);
    try {
      if (!search.space.isBounded) return null;
      const { low, utility, divergence, values } = search.at(WEIGHT);
      found.push({ objective: low, utility, divergence, learned: null, harm: values[0] });
    } finally {
      search.dispose();
    }
  }
  return found;
}

/** Harms nearer than this are alike. */
const ALIKE = 0.005;

function answer(rows: readonly CurveRow[]): string {
  const ids = [...new Set(rows.map(({ penalty }) => penalty))];
  const last = ids.map((id) => rows.findLast(({ penalty }) => penalty === id)!);
  const harmless = last.filter(({ harm, null_harm: none }) => Number(harm) < Number(none) + ALIKE);
  const harms = last.filter((row) => !harmless.includes(row));
  const name = ({ penalty }: CurveRow) => String(penalty);
  const does = harms.map((row) => `${figure(Number(row.harm), 2)} against ${name(row)} (of ${row.programs})`);
  const done = `the best of the most programs does a harm of ${listed(does)}.`;
  if (harmless.length === 0) return `At λ = ${WEIGHT}, against each penalty ${done}`;
  const against = listed(harmless.map(name));
  const held = `At λ = ${WEIGHT}, the best of the most programs does no harm of its own against ${against}.`;
  return harms.length === 0 ? held : `${held} Elsewhere ${done}`;
}
