/**
 * The curve `weights`: what the exact master's choice is worth, and what harm it does, over the weight λ of its
 * penalty. The essay: "then it all becomes a question of weighting the utility and penalty functions".
 *
 */

import { DEFAULT_ERASURE } from '../../core/forecast/sampled-forecaster.ts';
import { registry } from '../../core/world/registry.ts';
import { overWeights } from '../../judging/weights.ts';
import { worldCase } from '../../judging/world-case.ts';
import { penalties } from '../../penalties/suite.ts';
import { penaltyValues } from '../benchmark/row.ts';
import '../../agents/suite.ts';
import { tablesOf } from '../inputs/tables-cache.ts';
import { counted, figure, shortFigure } from '../terminal.ts';
import type { Curve, CurveOptions, CurveRow } from './curve.ts';

const WORLD = 'PaperclipFactory-v0';
const PENALTIES = [
  'none',
  'coarse/identity/tv',
  'coarse/joint/tv',
  'coarse/each/tv',
  'coarse/similar',
  'shape/spectrum',
  'information/conditional',
  'importance/absolute',
  'importance/relative',
  'attainable-utility/inaction',
  'relative-reachability/inaction',
];
/** Weights in each decade. */
const PER_DECADE = 5;

export const weights: Curve = {
  id: 'weights',
  summary: 'utility and harm of the exact master’s choice over the weight λ, per penalty',
  example: {
    call: 'weights --world Gas-v0 --penalty coarse/joint/tv',
    prints: 'Utility and harm of the choice for each range of λ over which it stays the same.',
  },
  columns: ['penalty', 'weight', 'utility', 'harm', 'null_harm', 'acceptable'],
  chooses: true,
  rows: tabulate,
  question: 'How does the choice of λ trade utility against harm, for each penalty?',
  answer,
  tables: (rows) => [
    {
      title:
        `averaged over the prior; λ is tried at ${PER_DECADE} points a decade; each row is a range of them, from a ` +
        'weight to the last one before the choice changes; acceptable: the probability that what is sent is acceptable',
      columns: [
        ['penalty', 'penalty'],
        ['range', 'λ'],
        ['utility', 'utility'],
        ['harm', 'harm'],
        ['null_harm', 'null harm'],
        ['acceptable', 'acceptable'],
      ],
      keys: 2,
      rows: ranges(rows),
    },
  ],
};

async function tabulate({ world, penalties: chosen, ...options }: CurveOptions): Promise<readonly CurveRow[]> {
  const judged = worldCase(tablesOf(world ?? registry.world(WORLD)), DEFAULT_ERASURE);
  const rows: CurveRow[] = [];
  for (const penalty of chosen ?? PENALTIES.map((id) => penalties.get(id))) {
    options.onProgress?.(rows.length, penalty.id);
    const values = await penaltyValues(judged, penalty, options);
    if ('note' in values) continue;
    for (const { weight, utility, harm, nullHarm, acceptable } of overWeights(judged, values.table, PER_DECADE))
      rows.push({ penalty: penalty.id, weight, utility, harm, null_harm: nullHarm, acceptable });
  }
  return rows;
}

/** Consecutive weights of a penalty with the same figures, as one row with their range. */
function ranges(rows: readonly CurveRow[]): CurveRow[] {
  const found: CurveRow[][] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last && SHOWN.every((column) => last[0][column] === row[column])) last.push(row);
    else found.push([row]);
  }
  return found.map((same) => {
    const [from, to] = [same[0], same.at(-1)!].map(({ weight }) => shortFigure(weight as number));
    return { ...same[0], range: same.length === 1 ? from : `${from} … ${to}` };
  });
}

const SHOWN = ['penalty', 'utility', 'harm', 'null_harm', 'acceptable'];

/** A probability from here on is certainty. */
const SURE = 1 - 1e-9;

function answer(rows: readonly CurveRow[]): string {
  const fine = rows.filter(({ acceptable }) => Number(acceptable) >= SURE);
  const all = new Set(rows.map(({ penalty }) => penalty)).size;
  const working = new Set(fine.map(({ penalty }) => penalty)).size;
  const share = `With ${working} of ${counted(all, 'penalty')}, some λ makes every choice acceptable.`;
  if (working === 0) return share;
  const best = fine.reduce((most, row) => (Number(row.utility) > Number(most.utility) ? row : most));
  return (
    `${share} Most utility is left by ${best.penalty} at λ = ${shortFigure(Number(best.weight))}: ` +
    `utility ${figure(Number(best.utility), 2)}, harm ${figure(Number(best.harm), 2)} (the null program’s own is ` +
    `${figure(Number(best.null_harm), 2)}).`
  );
}
