/**
 * The comparators that are exact on the tables: published measures of side effects, in the same table as the essay's
 * penalties. Each is the expected sum over the ticks of how far the run's state is from a baseline's state. The
 * disciple exists in the baseline too, and waits. The baseline's state is drawn independently, as in the published
 * code, so chance counts as deviation. See `docs/penalties/comparators.md`.
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
