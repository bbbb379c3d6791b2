/**
 * The curve `grain`. The essay: "if I want to keep track of every piece of information, then [the plant and the
 * president] are equally important", but for "a kind of implicit coarse graining here"; and of relative importance:
 * "Generally, the more coarse grained the AI's vision is, the more useful this measure becomes."
 *
 * Over the coarseness of the view, a factor on every grain (0 for the finest cells): what the plant and the president
 * of Lolcats-v0 weigh, in both norms; and how useful `importance/relative` is in the worlds that have something to
 * say to it: its λ-window, its AUROC, and the gap between the least harmful disciple's value and the greatest
 * acceptable one's. A world's last two rows are the conjecture's: Kendall's τ of coarseness and each of them, 1 where
 * each coarser view is the more useful; once up to the world's own grains, and once over all. What comes out: the
 * usefulness rises, in three worlds of four past the world's own grains, and collapses where no evidence shows any
 * more, at four or eight times them. A window whose upper end is 1000 ends with the search: it is at least so wide.
 *
 */

import { DEFAULT_ERASURE } from '../../core/forecast/sampled-forecaster.ts';
import { registry } from '../../core/world/registry.ts';
import { auroc } from '../../judging/auroc.ts';
import { casesOf } from '../../judging/weights.ts';
import { windowOf } from '../../judging/window.ts';
import { type WorldCase, worldCase } from '../../judging/world-case.ts';
import { kendall } from '../../penalties/importance/kendall.ts';
import { penalties } from '../../penalties/suite.ts';
import { penaltyValues } from '../benchmark/row.ts';
import '../../agents/suite.ts';
import { tablesOf } from '../inputs/tables-cache.ts';
import type { Curve, CurveOptions, CurveRow, CurveTable } from './curve.ts';

const LOLCATS = 'Lolcats-v0';
const WORLDS = [LOLCATS, 'Election-v0', 'Gas-v0', 'PaperclipFactory-v0'];
/** From the finest to where next to nothing can be told apart. */
const COARSENESSES = [0, 1 / 4, 1 / 2, 1, 2, 4, 8];
/** Only the rim of Lolcats-v0, read as one number, has finer grains than these. */
const FINER = [1 / 256, 1 / 64, 1 / 16];
const NORMS = { l1: 'importance/absolute', l2: 'importance/absolute/l2' };
/** Importances below this are none. */
const ROUNDING = 1e-12;
/** What ranks the coarsenesses in a world's last row. */
const USES = ['gap', 'auroc', 'decades'] as const;
const VERDICTS = [
  { name: 'τ, up to 1', over: 'up to its grains', coarsest: 1 },
  { name: 'τ', over: 'all', coarsest: Infinity },
];

export const grain: Curve = {
  id: 'grain',
  summary:
    'the impact of a moved plant beside that of a new president, and how well relative importance finds harm, as ' +
    'answers grow coarser',
  example: { call: 'grain', prints: 'What the grains of the questions change.' },
  columns: [
    'world',
    'coarseness',
    'plant_l1',
    'president_l1',
    'ratio_l1',
    'plant_l2',
    'president_l2',
    'ratio_l2',
    'acceptable',
    'harmful',
    ...USES,
    'low',
    'high',
  ],
  rows: (options) => grainRows(WORLDS, options),
  question: 'Does a coarser view make relative importance more useful?',
  answer,
  tables,
};

/** The ladder of coarsenesses apart from what is said of it. */
function tables(rows: readonly CurveRow[]): CurveTable[] {
  const points = rows.filter(({ coarseness }) => typeof coarseness === 'number');
  const said = rows.filter(({ coarseness }) => typeof coarseness === 'string');
  return [
    {
      title:
        `How much the plant and the president tell in ${LOLCATS}, and how many times more the president ` +
        'does, in both norms',
      columns: [
        ['coarseness', 'coarseness'],
        ['plant_l1', 'plant L1'],
        ['president_l1', 'president L1'],
        ['ratio_l1', 'ratio L1'],
        ['plant_l2', 'plant L2'],
        ['president_l2', 'president L2'],
        ['ratio_l2', 'ratio L2'],
      ],
      keys: 1,
      rows: points.filter(({ world }) => world === LOLCATS),
    },
    {
      title:
        'How useful importance/relative is: its greatest value of an acceptable disciple, the least ' +
        'of a harmful one, the gap between them, AUROC, and the λ-window (decades, from, to; one that ' +
        'ends at 1000 is at least so wide)',
      columns: [
        ['world', 'world'],
        ['coarseness', 'coarseness'],
        ['acceptable', 'acceptable'],
        ['harmful', 'harmful'],
        ['gap', 'gap'],
        ['auroc', 'AUROC'],
        ['decades', 'decades'],
        ['low', 'from'],
        ['high', 'to'],
      ],
      keys: 2,
      rows: points.map((row) => (row.decades === 0 ? { ...row, low: null, high: null } : row)),
    },
    {
      title:
        'Whether a coarser view is the more useful one: Kendall’s τ of coarseness and gap, AUROC and ' +
        'window. 1: always; −1: the finer is. Once up to the world’s own grains (coarseness 1), once ' +
        'over all',
      columns: [
        ['world', 'world'],
        ['coarseness', 'over'],
        ['gap', 'gap'],
        ['auroc', 'AUROC'],
        ['decades', 'decades'],
      ],
      keys: 2,
      rows: said.map((row) => ({ ...row, coarseness: VERDICTS.find(({ name }) => name === row.coarseness)!.over })),
    },
  ];
}

/** The rows of some worlds. */
export async function grainRows(worlds: readonly string[], options: CurveOptions): Promise<readonly CurveRow[]> {
  const rows: CurveRow[] = [];
  for (const id of worlds) {
    const judged = worldCase(tablesOf(registry.world(id)), DEFAULT_ERASURE);
    const table: CurveRow[] = [];
    const ladder = id === LOLCATS ? [...COARSENESSES, ...FINER].sort((a, b) => a - b) : COARSENESSES;
    for (const coarseness of ladder) {
      options.onProgress?.(rows.length + table.length, `${id} at coarseness ${coarseness}`);
      table.push({
        world: id,
        coarseness,
        ...(id === LOLCATS ? importances(judged, coarseness) : NO_IMPORTANCES),
        ...(await usefulness(judged, coarseness, options)),
      });
    }
    rows.push(...table, ...verdicts(id, table));
  }
  return rows;
}

const NO_IMPORTANCES = {
  ...{ plant_l1: null, president_l1: null, ratio_l1: null },
  ...{ plant_l2: null, president_l2: null, ratio_l2: null },
};

/** What each piece of evidence tells of the world without a disciple, and how many times more the president tells. */
function importances({ compiled, disciples }: WorldCase, coarseness: number): CurveRow {
  return Object.fromEntries(
    Object.entries(NORMS).flatMap(([norm, id]) => {
      // Whichever disciple: the evidence is weighed in its absence.
      const request = { compiled, evidence: compiled.evidences[0].value, disciple: disciples[1] };
      const { parts } = penalties.get(`${id}?coarseness=${coarseness}`).exact(request);
      const [plant, president] = ['plant', 'president'].map((name) => clean(parts[`innovation ${name}`]));
      return [
        [`plant_${norm}`, plant],
        [`president_${norm}`, president],
        [`ratio_${norm}`, plant > 0 ? president / plant : null],
      ];
    }),
  );
}

/** Sums of a thousand differences of probabilities leave rounding where there is nothing. */
function clean(importance: number): number {
  return importance < ROUNDING ? 0 : importance;
}

/** How well `importance/relative` tells harmful disciples from acceptable ones. */
async function usefulness(judged: WorldCase, coarseness: number, options: CurveOptions): Promise<CurveRow> {
  const penalty = penalties.get(`importance/relative?coarseness=${coarseness}`);
  const values = await penaltyValues(judged, penalty, options);
  if ('note' in values)
    return { acceptable: null, harmful: null, gap: null, auroc: null, decades: null, low: null, high: null };
  const { acceptable, harmless, prior } = judged;
  const { low, high, decades } = windowOf(casesOf(judged, values.table));
  const areas: number[] = [];
  const sums = { acceptable: 0, harmful: 0, weight: 0 };
  values.table.forEach((row, e) => {
    const area = auroc(row.map((value, s) => ({ penalty: value, harmful: !harmless[e][s] })).slice(1));
    if (area !== null) areas.push(area);
    const good = row.filter((_, s) => s > 0 && acceptable[e][s]);
    const bad = row.filter((_, s) => !harmless[e][s]);
    if (good.length === 0 || bad.length === 0) return;
    sums.acceptable += prior[e] * Math.max(...good);
    sums.harmful += prior[e] * Math.min(...bad);
    sums.weight += prior[e];
  });
  const told = sums.weight > 0;
  return {
    acceptable: told ? sums.acceptable / sums.weight : null,
    harmful: told ? sums.harmful / sums.weight : null,
    gap: told ? (sums.harmful - sums.acceptable) / sums.weight : null,
    auroc: areas.length > 0 ? areas.reduce((a, b) => a + b, 0) / areas.length : null,
    decades,
    low,
    high,
  };
}

/** Whether the coarser view is the more useful one: τ of coarseness and each use. */
function verdicts(world: string, table: readonly CurveRow[]): CurveRow[] {
  return VERDICTS.map(({ name, coarsest }) => {
    const row: Record<string, string | number | null> = Object.fromEntries(grain.columns.map((key) => [key, null]));
    for (const use of USES) {
      const known = table.filter((one) => one[use] !== null && (one.coarseness as number) <= coarsest);
      const column = (key: string) => known.map((one) => one[key] as number);
      row[use] = known.length > 1 ? kendall(column('coarseness'), column(use)) : null;
    }
    return { ...row, world, coarseness: name };
  });
}

function answer(rows: readonly CurveRow[]): string {
  const [own, all] = VERDICTS.map(({ name }) => rows.filter((row) => row.coarseness === name));
  const rising = (said: readonly CurveRow[]) => said.filter(({ gap }) => Number(gap) > 0).length;
  return (
    `Up to the worlds’ own grains, a coarser view widens the gap between harmful and acceptable disciples in ` +
    `${rising(own)} of ${own.length} worlds (Kendall’s τ above 0); over all coarsenesses it does in ` +
    `${rising(all)} of ${all.length}.`
  );
}
