/**
 * The comparators (DESIGN §6): the published side of the same table. Each of the four is the expected sum over the ticks of
 * how far the run's state is from a baseline state, exact on the tables; the disciple exists in the baseline too, and waits. The
 * baseline's state is drawn by itself, as the peers' code draws it, so chance counts as deviation.
 */
import type { PenaltyFactory } from '../registry.ts';
import { attainableUtilities } from './attainable-utility.ts';
import { futureTasks } from './future-task.ts';
import { relativeReachability } from './relative-reachability.ts';
import { unreachabilities } from './unreachability.ts';

export const comparators: readonly PenaltyFactory[] = [
  ...attainableUtilities,
  ...relativeReachability,
  ...unreachabilities,
  ...futureTasks,
];
