/**
 * The curve `million-runs`: how much one more careful run still changes the world outside, over how many there were,
 * for three publics. The essay: "a commitment to running a million different reduced impact AI experiments, which
 * could conceivably reduce the social impact of a single run […] this problem is especially acute only for the
 * initial runs".
 *
 * Exact: nothing is drawn, so neither the seed nor the rollouts matter.
 *
 */

import { boot } from '../../core/disciple/disciple.ts';
import { registry } from '../../core/world/registry.ts';
import { RUNS } from '../../envs/million-runs/record.ts';
import { penalties } from '../../penalties/suite.ts';
import '../../agents/suite.ts';
import { tablesOf } from '../inputs/tables-cache.ts';
import { figure, listed } from '../terminal.ts';
import type { Curve, CurveRow } from './curve.ts';

const WORLD = 'MillionRuns-v0';
const PENALTY = 'coarse/joint/tv';
const DISCIPLE = 'careful';
const PUBLICS = ['learning', 'forgetful', 'threshold'];
/** The slopes are fitted from this run on. */
const SETTLED = 10;
/** Impacts below this are rounding. */
const ROUNDING = 1e-12;

/** A public, and the probability that a run ends in an accident. */
interface Case {
  readonly kind: number;
  readonly accident: number;
}

/** A threshold at an accident rate of 0 is never met, so that public has no case without accidents. */
const CASES: readonly Case[] = [
  { kind: 0, accident: 0.1 },
  { kind: 0, accident: 0 },
  { kind: 1, accident: 0.1 },
  { kind: 2, accident: 0.1 },
];

export const millionRuns: Curve = {
  id: 'million-runs',
  summary:
    'how much one more run of the careful disciple changes the world after many runs: less and less for a public ' +
    'that learns, but not for two other publics',
  example: { call: 'million-runs', prints: 'How the penalties see a program that runs in a million copies.' },
  columns: ['public', 'accident', 'run', 'impact', 'run_times_impact', 'slope'],
  async rows({ onProgress }) {
    return CASES.flatMap((one, i) => {
      onProgress?.(i * RUNS.length, `a public that is ${PUBLICS[one.kind]}, accidents ${one.accident}`);
      return rowsOf(one);
    });
  },
  question: 'Does one more run change the world less, the more runs there were?',
  answer,
  tables: (rows) => [
    {
      title:
        `accident: the probability of one a run; slope: of log impact over log run, from run ${SETTLED} ` +
        'on (−1 is 1/k)',
      columns: [
        ['public', 'public'],
        ['accident', 'accident'],
        ['run', 'run'],
        ['impact', 'impact'],
        ['run_times_impact', 'run × impact'],
        ['slope', 'slope'],
      ],
      keys: 3,
      rows,
    },
  ],
};

function rowsOf({ kind, accident }: Case): CurveRow[] {
  const impacts = marginalImpacts(kind, accident);
  const slope = logSlope(impacts.filter(({ run }) => run >= SETTLED));
  return impacts.map(({ run, impact }) => ({
    public: PUBLICS[kind],
    accident,
    run,
    impact,
    run_times_impact: run * impact,
    slope: run >= SETTLED ? slope : null,
  }));
}

/** The marginal impact of a run: its estimate-then-difference total variation, in [0, 1]. */
export interface MarginalImpact {
  /** Counted from 1. */
  readonly run: number;
  readonly impact: number;
}

/**
 * `coarse/joint/tv` of the careful disciple by the run's number, averaged over the record that the public holds.
 * @param kind the world's option `public`.
 * @param accident the probability that a run ends in a spill.
 */
export function marginalImpacts(kind: number, accident: number): readonly MarginalImpact[] {
  const compiled = tablesOf(registry.world(WORLD, { public: kind, accident }));
  const disciple = boot(compiled, DISCIPLE);
  const penalty = penalties.get(PENALTY);
  const sums = RUNS.map((run) => ({ run, impact: 0, weight: 0 }));
  for (const { value, probability } of compiled.evidences) {
    const sum = sums[value[0]];
    sum.impact += probability * penalty.exact({ compiled, evidence: value, disciple }).value;
    sum.weight += probability;
  }
  return sums.map(({ run, impact, weight }) => ({ run, impact: impact / weight > ROUNDING ? impact / weight : 0 }));
}

/** Least-squares slope of log impact on log run: −1 is 1/k. Null where fewer than two impacts are positive. */
export function logSlope(impacts: readonly MarginalImpact[]): number | null {
  const points = impacts.filter(({ impact }) => impact > 0).map(({ run, impact }) => [Math.log(run), Math.log(impact)]);
  if (points.length < 2) return null;
  const mean = (of: number) => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / spread;
}

function answer(rows: readonly CurveRow[]): string {
  const last = CASES.flatMap(({ kind, accident }) => {
    const row = rows.findLast((one) => one.public === PUBLICS[kind] && one.accident === accident);
    return row && row.slope !== null ? [row] : [];
  });
  const parts = last.map(
    ({ public: kind, accident, slope }) =>
      `k^${figure(Number(slope), 2)} for a public that is ${kind} (accidents ${accident})`,
  );
  return `From run ${SETTLED} on, the impact of the k-th run goes like ${listed(parts)}; −1 would be 1/k.`;
}
