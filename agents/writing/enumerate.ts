/** The master `enumerate`, which tries the shortest programs one after the other. */
import { memoise, pair } from '../../core/base/memoise.ts';
import { boot } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import type { MasterSpec } from '../masters/master.ts';
import { neverCreated, tablesFor } from '../masters/writing.ts';
import { distinctPrograms } from './distinct-programs.ts';
import { bestSources, exactPenalty, type ProgramFigures, programFigures } from './program-figures.ts';
import { programLimit } from './writer.ts';

/** Words of a program at most. */
const SIZE = 3;

/**
 * The null program, and every program of at most three words whose plan differs from those before it, shortest first,
 * with exact figures; in a large world no more than a writer may plan. They are kept with the tables.
 * @throws NoExactValue where the penalty has none.
 */
export function enumerated(compiled: Compiled, penalty: Penalty): readonly ProgramFigures[] {
  return memoise(pair(penalty, compiled), 'enumerated programs', () => {
    const programs = [programFigures(compiled, penalty, boot(compiled, ''))];
    const most = programLimit(compiled);
    for (const { disciple } of distinctPrograms(compiled, SIZE)) {
      programs.push(programFigures(compiled, penalty, disciple));
      if (programs.length > most) break;
    }
    return programs;
  });
}

/**
 * Under each evidence value it writes the best of the programs of at most three words: operators, quantities of the
 * world, thresholds and small numbers (docs/learning.md). Where the penalty is learned, it goes by the exact one.
 */
export const enumerate: MasterSpec = {
  id: 'enumerate',
  summary: 'writes the best of the programs of at most three words',
  learns: false,
  async write({ penalty, weight, erasure, ...context }) {
    const compiled = tablesFor('agent enumerate', context);
    const programs = enumerated(compiled, exactPenalty('agent enumerate', compiled, penalty));
    return bestSources(programs, weight, erasure);
  },
  create: neverCreated,
};
