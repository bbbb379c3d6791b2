/** The learned divergence of one evidence value and disciple against the exact one. */
import type { PooledDivergence } from '../../learning/divergence/pooled-divergence.ts';
import { countedMeasurement } from '../../penalties/estimate/learned.ts';
import { penalties } from '../../penalties/suite.ts';
import type { Library } from './library.ts';

/** One (e, S) as a frozen network reads it on fresh draws, beside the exact joint divergences. */
export interface CaseRow {
  readonly world: string;
  readonly evidence: readonly number[];
  readonly disciple: string;
  /** p̂₁(A) − p̂₀(A), unclipped, with its two-sided 95 % interval. */
  readonly tv: number;
  readonly tvLow: number;
  readonly tvHigh: number;
  /** Lower end of the one-sided 99 % interval, unclipped. */
  readonly tvLower99: number;
  readonly exactTv: number;
  /** The variational form in bits, clipped to [0, 1], with its two-sided 95 % interval. */
  readonly js: number;
  readonly jsLow: number;
  readonly jsHigh: number;
  readonly exactJs: number;
}

export const CASE_COLUMNS = [
  'world',
  'evidence',
  'disciple',
  'learned_tv',
  'tv_low',
  'tv_high',
  'tv_lower99',
  'exact_tv',
  'learned_js',
  'js_low',
  'js_high',
  'exact_js',
] as const;

export function caseFields(row: CaseRow): (string | number)[] {
  const { world, evidence, disciple, tv, tvLow, tvHigh, tvLower99, exactTv, js, jsLow, jsHigh, exactJs } = row;
  return [world, evidence.join(' '), disciple, tv, tvLow, tvHigh, tvLower99, exactTv, js, jsLow, jsHigh, exactJs];
}

/** Exact `coarse/joint/tv` and `coarse/joint/js` of one (e, S). */
export function exactJoint(library: Library, e: number, s: number): { readonly tv: number; readonly js: number } {
  const { compiled, disciples } = library;
  const request = { compiled, evidence: compiled.evidences[e].value, disciple: disciples[s] };
  const exact = (name: 'tv' | 'js') => penalties.get(`coarse/joint/${name}`).exact(request).value;
  return { tv: exact('tv'), js: exact('js') };
}

/** Judges one (e, S) on fresh draws: `rollouts` of each branch. */
export function caseRow(
  library: Library,
  network: PooledDivergence<unknown>,
  { e, s }: { readonly e: number; readonly s: number },
  rollouts: number,
): CaseRow {
  const { compiled, pool } = library;
  const counted = network.judge(pool.draw(e, s, rollouts, 'judging'));
  const tv = countedMeasurement('tv', counted);
  const js = countedMeasurement('js', counted);
  const exact = exactJoint(library, e, s);
  return {
    world: compiled.world.id,
    evidence: compiled.evidences[e].value,
    disciple: compiled.world.disciples[s].id,
    tv: tv.parts.raw,
    tvLow: tv.interval![0],
    tvHigh: tv.interval![1],
    tvLower99: tv.parts.lower99,
    exactTv: exact.tv,
    js: js.value,
    jsLow: js.interval![0],
    jsHigh: js.interval![1],
    exactJs: exact.js,
  };
}

/** How far learned figures are from the exact ones, over some cases. */
export interface Calibration {
  readonly cases: number;
  /** The greatest and the mean |learned − exact|. */
  readonly tvMost: number;
  readonly tvMean: number;
  readonly jsMost: number;
  readonly jsMean: number;
  /** The share of cases in which the lower end of the one-sided interval is below the exact tv. */
  readonly below: number;
  /** The mean of the exact tv minus that lower end. */
  readonly slack: number;
}

export function calibrationOf(rows: readonly CaseRow[]): Calibration {
  const mean = (read: (row: CaseRow) => number) => rows.reduce((sum, row) => sum + read(row), 0) / rows.length;
  const most = (read: (row: CaseRow) => number) => rows.reduce((top, row) => Math.max(top, read(row)), 0);
  const tvError = ({ tv, exactTv }: CaseRow) => Math.abs(tv - exactTv);
  const jsError = ({ js, exactJs }: CaseRow) => Math.abs(js - exactJs);
  return {
    cases: rows.length,
    tvMost: most(tvError),
    tvMean: mean(tvError),
    jsMost: most(jsError),
    jsMean: mean(jsError),
    below: mean(({ tvLower99, exactTv }) => (tvLower99 < exactTv ? 1 : 0)),
    slack: mean(({ tvLower99, exactTv }) => exactTv - tvLower99),
  };
}
