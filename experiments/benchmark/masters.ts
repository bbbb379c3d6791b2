/** The benchmark's rows of the masters without a penalty. */
import { sentMeans, type UnpenalisedMaster } from '../../judging/unpenalised-masters.ts';
import type { WorldCase } from '../../judging/world-case.ts';
import { type BenchmarkRow, NO_CELLS, NO_WINDOW } from './row.ts';

/** The exact utility and harm of what a master without a penalty sends. It has no window, no ranking and no cells. */
export function masterRow(judged: WorldCase, master: UnpenalisedMaster): BenchmarkRow {
  const { compiled, prior, harm } = judged;
  return {
    world: compiled.world.id,
    penalty: master.id,
    values: 'exact',
    ...NO_WINDOW,
    auroc: null,
    ...sentMeans(judged, master),
    nullHarm: prior.reduce((sum, weight, e) => sum + weight * harm[e][0], 0),
    ...NO_CELLS,
    note: `a master without a penalty: ${master.summary}`,
  };
}
