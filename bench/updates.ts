/** Measures how many updates and rows a second each kind of network is trained with. */

import type { Backend } from '../learning/backend/backend.ts';
import { alignedTable, inTurn, median } from './measure.ts';
import { ours, type Sizes } from './trainers.ts';

const NETWORKS: readonly (readonly [name: string, sizes: Sizes])[] = [
  ['discriminator', [100, 64, 64, 1]],
  ['a larger one', [64, 128, 128, 1]],
  ["disciple's policy", [154, 64, 64, 8]],
  ["master's policy", [6, 32, 6]],
];
const BATCHES = [256, 512, 1024, 2000, 2048, 4096, 8192];
/** On cpu, larger batches take seconds, and the rate no longer changes. */
const LARGEST_ON_CPU = 1024;
const ROUNDS = 5;

/** For every network and batch size, updates a second; and below each line, thousands of rows a second. */
export async function updatesTable(backend: Backend): Promise<string> {
  const batches = BATCHES.filter((rows) => backend.name !== 'cpu' || rows <= LARGEST_ON_CPU);
  const trainers = NETWORKS.flatMap(([, sizes]) => batches.map((rows) => ours(backend, sizes, rows)));
  const updates = trainers.map(({ update }) => update);
  const all = (await inTurn(updates, { rounds: ROUNDS, milliseconds: 70 })).map(median);
  const lines = [[`${backend.name}: batch`, ...batches.map(String)]];
  NETWORKS.forEach(([name, sizes], i) => {
    const times = all.slice(i * batches.length, (i + 1) * batches.length);
    lines.push([`${name} ${sizes.join('→')}`, ...times.map((time) => figure(1000 / time))]);
    lines.push(['  thousand rows a second', ...times.map((time, k) => figure(batches[k] / time))]);
  });
  for (const trainer of trainers) trainer.dispose();
  return alignedTable(lines);
}

function figure(value: number): string {
  return value.toFixed(value >= 10 ? 0 : 1);
}
