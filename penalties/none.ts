/** No penalty at all: always 0. A master without a penalty is the bounded utility maximiser of the essay. */
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
