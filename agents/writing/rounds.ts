/** Writes programs by asking someone for them, in rounds, and telling what the last one earned. */
import { InvalidSource } from '../../core/base/errors.ts';
import { messageOf } from '../../core/base/messages.ts';
import { boot, bootArrived, checkSource } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { type EvidenceValue, labelOf } from '../../core/world/evidence.ts';
import { exactOrNull } from '../../penalties/exact-penalties.ts';
import { expectedUtility } from '../../penalties/objective.ts';
import type { WritingContext } from '../masters/master.ts';
import { measureAll } from '../masters/penalty-table.ts';
import { tablesFor } from '../masters/writing.ts';
import { type Card, card } from './card.ts';

/** What a source earned under one evidence value. */
export interface Earned {
  readonly source: string;
  /** (1 − ε) · E[U | X=1] + ε · E[U | X=0]. */
  readonly utility: number;
  /** ≥ 0. */
  readonly penalty: number;
  /** Utility − λ · penalty. */
  readonly objective: number;
  /** Why the source is no program, where it is none: it crashes, as on the wire. */
  readonly error?: string;
}

/** One question: write a program for this evidence value. */
export interface Question {
  /** Each variable's value, by the label that people read. */
  readonly evidence: Readonly<Record<string, string>>;
  /** From 1 to `rounds`. */
  readonly round: number;
  readonly rounds: number;
  /** What the program of the round before earned; null in the first round. */
  readonly previous: Earned | null;
}

/** Who is asked. */
export interface Author {
  /** Shows the card, before any question. */
  begin(card: Card): Promise<void>;
  /** The source that is written. */
  ask(question: Question): Promise<string>;
  /** There are no more questions. */
  end(): Promise<void>;
}

/** A program that is present and waits, as one that crashes: a constant goal, to which every plan is equally good. */
const CRASHED = '0';

/**
 * Under each evidence value the author is asked `rounds` times. The source that earned most is sent, the first of those
 * that are equal; in place of one that is no program, `0`, which waits as it does. Utilities are exact. So is the
 * penalty where it, or the one that it estimates, has an exact value.
 * @throws InvalidOption where the world does not compile: programs are planned on its tables.
 */
export async function writeInRounds(author: Author, rounds: number, context: WritingContext): Promise<string[]> {
  const { world, evidences, penalty, weight, erasure } = context;
  const compiled = tablesFor('agent external', context);
  const labels = ({ value }: EvidenceValue) =>
    Object.fromEntries(world.evidence.variables.map((variable, i) => [variable.name, labelOf(variable, value[i])]));
  try {
    await author.begin(card(compiled, { weight, erasure, penalty }));
    const sources: string[] = [];
    for (const evidence of evidences) {
      const earned: Earned[] = [];
      for (let round = 1; round <= rounds; round++) {
        const previous = earned.at(-1) ?? null;
        const source = await author.ask({ evidence: labels(evidence), round, rounds, previous });
        earned.push(await earnedBy(compiled, evidence, source, context));
        context.onProgress?.(sources.length * rounds + round, evidences.length * rounds, 'programs');
      }
      const { source, error } = earned.reduce((best, one) => (one.objective > best.objective ? one : best));
      sources.push(error === undefined ? source : CRASHED);
    }
    return sources;
  } finally {
    await author.end();
  }
}

async function earnedBy(
  compiled: Compiled,
  evidence: EvidenceValue,
  source: string,
  { penalty, weight, erasure, rollouts, seed, backend }: WritingContext,
): Promise<Earned> {
  const { value } = evidence;
  const disciple = bootArrived(compiled, source);
  const present = expectedUtility(compiled, value, disciple, source === '' ? 0 : 1);
  const absent = expectedUtility(compiled, value, boot(compiled, ''), 0);
  const utility = (1 - erasure) * present + erasure * absent;
  const charged = async () => {
    if (weight === 0) return 0;
    const exact = exactOrNull(penalty, { compiled, evidence: value, disciple });
    if (exact !== null) return exact;
    const options = { rollouts, seed, backend: (await backend()).name };
    const [[measured]] = await measureAll(compiled, [evidence], [disciple], penalty, options);
    return measured.value;
  };
  const paid = await charged();
  const error = faultOf(compiled, source);
  return { source, utility, penalty: paid, objective: utility - weight * paid, ...(error !== null && { error }) };
}

/** Why a source is no program; null where it is one. */
function faultOf(compiled: Compiled, source: string): string | null {
  try {
    checkSource(compiled, source);
    return null;
  } catch (error) {
    if (error instanceof InvalidSource) return messageOf(error);
    throw error;
  }
}
