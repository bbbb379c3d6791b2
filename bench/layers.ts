/** Compares an update of this package with the same update through tfjs-layers. */

import type { Backend } from '../learning/backend/backend.ts';
import { alignedTable, inTurn, median } from './measure.ts';
import { ours, type Sizes, throughLayers } from './trainers.ts';

const CASES: readonly (readonly [sizes: Sizes, rows: number])[] = [
  [[40, 64, 64, 1], 2048],
  [[64, 64, 64, 1], 2048],
  [[150, 64, 64, 1], 2048],
  [[64, 128, 128, 1], 2048],
];
const RIVALS = ['tf.layers, minimize', 'tf.layers, trainOnBatch', "our Adam, tfjs' gradient"];
const ROUNDS = 7;

/**
 * Times an update of ours and three rivals, which have the same network, first weights, loss and optimiser: two through
 * tf.layers, and one with our optimiser and tfjs' own gradient. They run in turn. The table gives milliseconds, and how
 * many times as fast ours is: the median over rounds, with the least and the greatest.
 */
export async function layersTable(backend: Backend): Promise<string> {
  const lines = [[`${backend.name}: network, batch`, 'ours', ...RIVALS.flatMap((rival) => [rival, 'ratio'])]];
  for (const [sizes, rows] of CASES) {
    const trainers = [
      ours(backend, sizes, rows),
      throughLayers(backend, sizes, rows, 'minimize'),
      throughLayers(backend, sizes, rows, 'trainOnBatch'),
      ours(backend, sizes, rows, true),
    ];
    const [mine, ...theirs] = await inTurn(
      trainers.map(({ update }) => update),
      { rounds: ROUNDS, milliseconds: 80 },
    );
    lines.push([
      `${sizes.join('→')}, ${rows}`,
      median(mine).toFixed(2),
      ...theirs.flatMap((times) => {
        const ratios = times.map((time, round) => time / mine[round]);
        const range = `${Math.min(...ratios).toFixed(1)}–${Math.max(...ratios).toFixed(1)}`;
        return [median(times).toFixed(2), `${median(ratios).toFixed(2)} (${range})`];
      }),
    ]);
    for (const trainer of trainers) trainer.dispose();
  }
  return alignedTable(lines);
}
