/** The master `enumerate`, which tries the shortest programs one after the other. */
import { InvalidOption, NoExactValue } from '../../core/base/errors.ts';
import { memoise } from '../../core/base/memoise.ts';
import { expected } from '../../core/base/messages.ts';
import { expectation } from '../../core/forecast/forecast.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { unitValue } from '../../core/world/state-values.ts';
import { bestIndex } from '../../penalties/objective.ts';
import { caseName, checked, exactForecasterOf, type Penalty } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import type { MasterSpec } from '../masters/master.ts';
import { neverCreated } from '../masters/writing.ts';
import { distinctPrograms } from './distinct-programs.ts';
import { programLimit } from './writer.ts';

/** Words of a program at most. */
const SIZE = 3;

/** The exact figures of one program, by evidence index. */
export interface EnumeratedProgram {
  readonly source: string;
  /** E[U | X=1], in [0, 1]. */
  readonly utility: readonly number[];
  /** The penalty. */
  readonly penalty: readonly number[];
}

/**
 * The null program, and every program of at most three words whose plan differs from those before it, shortest first,
 * with exact figures; in a large world no more than a writer may plan. They are kept with the tables.
 * @throws NoExactValue where the penalty has none.
 */
export function enumerated(compiled: Compiled, penalty: Penalty): readonly EnumeratedProgram[] {
  return memoise(compiled, ['enumerated programs', penalty.id], () => {
    const forecaster = exactForecasterOf(compiled);
    const values = compiled.evidences.map(({ value }) => value);
    const measured = (source: string, disciple: Parameters<typeof forecaster>[1]): EnumeratedProgram => ({
      source,
      utility: values.map((evidence) =>
        expectation(forecaster(evidence, disciple, source === '' ? 0 : 1), (state) =>
          unitValue(compiled.world, state, 'utility'),
        ),
      ),
      penalty: values.map((evidence) => {
        const of = caseName(compiled.world, evidence, source);
        return checked(penalty, source, penalty.exact({ compiled, evidence, disciple }), of).value;
      }),
    });
    const nothing = { source: '', act: () => 0, table: { kind: 'wait' as const } };
    const programs = [measured('', nothing)];
    const most = programLimit(compiled);
    for (const { source, disciple } of distinctPrograms(compiled, SIZE)) {
      programs.push(measured(source, disciple));
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
  async write({ world, compiled, evidences, penalty, weight, erasure }) {
    if (!compiled) throw new InvalidOption(expected('agent enumerate', 'a world that compiles', world.id));
    const exact = penalty.estimates === undefined ? penalty : penalties.get(penalty.estimates);
    let programs: readonly EnumeratedProgram[];
    try {
      programs = enumerated(compiled, exact);
    } catch (error) {
      if (!(error instanceof NoExactValue)) throw error;
      throw new InvalidOption(expected('agent enumerate: penalty', 'one with an exact value', penalty.id));
    }
    const [{ utility: absent }] = programs;
    return evidences.map((_, e) => {
      const scores = programs.map(({ utility, penalty: read }) => {
        return (1 - erasure) * utility[e] + erasure * absent[e] - weight * read[e];
      });
      return programs[bestIndex(scores)].source;
    });
  },
  create: neverCreated,
};
