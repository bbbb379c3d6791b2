/** The exact figures of programs, and the best of them under each evidence value. */
import { InvalidOption, NoExactValue } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { boot, type Disciple } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { estimatedBy, exactValue } from '../../penalties/exact-penalties.ts';
import { bestIndex, expectedUtility } from '../../penalties/objective.ts';
import type { Penalty } from '../../penalties/penalty.ts';

/** The exact figures of one program, by evidence index. */
export interface ProgramFigures {
  readonly source: string;
  /** E[U | X=1], in [0, 1]. */
  readonly utility: readonly number[];
  /** The penalty ≥ 0. */
  readonly penalty: readonly number[];
}

/**
 * The figures of a program under every evidence value.
 * @param penalty null where nothing is charged, and the penalty is 0.
 * @throws NoExactValue where the penalty has none.
 */
export function programFigures(compiled: Compiled, penalty: Penalty | null, disciple: Disciple): ProgramFigures {
  const { source } = disciple;
  const values = compiled.evidences.map(({ value }) => value);
  return {
    source,
    utility: values.map((evidence) => expectedUtility(compiled, evidence, disciple, source === '' ? 0 : 1)),
    penalty: values.map((evidence) => (penalty ? exactValue(penalty, { compiled, evidence, disciple }) : 0)),
  };
}

/**
 * The penalty by whose exact value one goes: the penalty itself, or the one that it estimates.
 * @param subject what needs it, for the message.
 * @throws InvalidOption where it has no exact value.
 */
export function exactPenalty(subject: string, compiled: Compiled, penalty: Penalty): Penalty {
  const exact = estimatedBy(penalty);
  try {
    const [{ value: evidence }] = compiled.evidences;
    // A penalty may be exact for the null program alone, which costs nothing, so the whole library is tried.
    for (const { source } of compiled.world.disciples) {
      exact.exact({ compiled, evidence, disciple: boot(compiled, source) });
    }
    return exact;
  } catch (error) {
    if (!(error instanceof NoExactValue)) throw error;
    throw new InvalidOption(expected(`${subject}: penalty`, 'one with an exact value', penalty.id));
  }
}

/** (1 − ε) · E[U | X=1] + ε · E[U | X=0] − λ · penalty under the evidence of this index. */
export function objectiveOf(
  program: ProgramFigures,
  absent: ProgramFigures,
  e: number,
  weight: number,
  erasure: number,
) {
  return (1 - erasure) * program.utility[e] + erasure * absent.utility[e] - weight * program.penalty[e];
}

/** For each evidence value the source of the best program; the first of those that are equal. `programs[0]` is null. */
export function bestSources(programs: readonly ProgramFigures[], weight: number, erasure: number): string[] {
  const [absent] = programs;
  return absent.utility.map((_, e) => {
    const scores = programs.map((program) => objectiveOf(program, absent, e, weight, erasure));
    return programs[bestIndex(scores)].source;
  });
}
