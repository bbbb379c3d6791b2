/** The master `optimum`, which writes the best program of all. */
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { estimatedBy } from '../../penalties/exact-penalties.ts';
import { OptimumSearch } from '../../penalties/optimum/optimal-program.ts';
import { isSolvable, SOLVABLE } from '../../penalties/optimum/solvable.ts';
import { loadSolver } from '../../penalties/optimum/solver.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import type { MasterSpec } from './master.ts';
import { neverCreated, tablesFor } from './writing.ts';

/** The penalty itself, or the one that it estimates, where the optimum over every program is known for it. */
function solvable(penalty: Penalty): Penalty {
  const exact = estimatedBy(penalty);
  if (isSolvable(exact)) return exact;
  throw unsolvable(penalty);
}

function unsolvable({ id }: Penalty): InvalidOption {
  return new InvalidOption(expected('agent optimum: penalty', SOLVABLE, id));
}

/**
 * Under each evidence value it writes a program that no program beats by more than 10⁻³ of the objective: the essay's
 * master, which may send any source. Where the penalty is learned, it writes against the exact one.
 */
export const optimum: MasterSpec = {
  id: 'optimum',
  summary: 'writes the best program of all, within 0.001 of the objective',
  learns: false,
  async write({ evidences, penalty, weight, erasure, ...context }) {
    const compiled = tablesFor('agent optimum', context);
    const exact = solvable(penalty);
    const solver = await loadSolver();
    return evidences.map(({ value }) => {
      const search = new OptimumSearch(compiled, value, exact, solver, { erasure });
      try {
        // The charges of a comparator may take too long under this evidence value.
        if (!search.space.isBounded) throw unsolvable(penalty);
        return search.at(weight).source;
      } finally {
        search.dispose();
      }
    });
  },
  create: neverCreated,
};
