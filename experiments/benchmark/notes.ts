import type { WorldCase } from '../../judging/world-case.ts';
import { counted } from '../terminal.ts';

/** What makes some figures of a world say less than they seem to, or nothing. */
export interface Oddities {
  /** The library is the null program: there is nothing to choose. */
  readonly soleNull: boolean;
  /** Evidence values under which nothing is acceptable but the null program, and all of them. */
  readonly nullAlone: number;
  readonly evidences: number;
  /** No questions, so that all outcomes are one cell. */
  readonly unasked: boolean;
  /** No evidence variables, so that there is one evidence value, which tells nothing. */
  readonly uninformed: boolean;
}

export function oddities({ compiled, acceptable }: WorldCase): Oddities {
  const { world } = compiled;
  return {
    soleNull: world.disciples.length === 1,
    nullAlone: acceptable.filter((row) => row[0]).length,
    evidences: acceptable.length,
    unasked: world.questions.length === 0,
    uninformed: world.evidence.variables.length === 0,
  };
}

/** What a row without a window says of it, or one with a window beside it; '' where there is nothing to say. */
export function windowNote({ soleNull, nullAlone, evidences }: Oddities): string {
  if (soleNull) return 'the library is the null program alone: nothing to choose';
  if (nullAlone === 0) return '';
  return `nothing is acceptable but the null program under ${nullAlone} of ${counted(evidences, 'evidence value')}`;
}

export const UNASKED = 'the world asks no questions: penalties on cells see nothing';
export const UNINFORMED = 'the world has no evidence to compare with';

/** One line each, for below the tables. */
export function worldNotes(world: string, odd: Oddities): string[] {
  const notes = [windowNote(odd)];
  if (odd.unasked) notes.push('asks no questions: penalties on cells see nothing');
  if (odd.uninformed) notes.push('has no evidence: neither motivation nor relative importance has anything to compare');
  return notes.filter((note) => note !== '').map((note) => `${world}: ${note}`);
}
