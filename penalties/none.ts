/** No penalty: the comparator of DESIGN §6. Always 0; its master is the bounded utility maximiser of the essay. */
import { exactly, nothing, type Penalty } from './penalty.ts';
import type { PenaltyFactory } from './registry.ts';

export const none: PenaltyFactory = {
  name: 'none',
  summary: 'no penalty at all',
  parameters: {},
  create: (_, id): Penalty => ({
    id,
    summary: none.summary,
    measure: async ({ forecaster }) => nothing(forecaster.rollouts !== null),
    exact: () => exactly(0),
  }),
};
