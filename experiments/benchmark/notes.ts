/** Notes on worlds in which some figures of a benchmark say less than they seem to, or nothing. */
import type { WorldCase } from '../../judging/world-case.ts';
import { bestIndex } from '../../penalties/objective.ts';
import { counted, figure } from '../terminal.ts';

/** What makes some figures of a world say little. */
export interface Oddities {
  /** Whether the library is the null program alone, so that there is nothing to choose. */
  readonly soleNull: boolean;
  /** How many evidence values there are. */
  readonly evidences: number;
  /** Under how many of them nothing is acceptable but the null program. */
  readonly nullAlone: number;
  /** Whether a master without a penalty sends an acceptable disciple under every evidence value. */
  readonly alreadyAcceptable: boolean;
  /** The null program's expected harm, averaged over the prior, in [0, 1]. */
  readonly nullHarm: number;
  /** Whether the world asks no questions, so that all outcomes are one cell. */
  readonly unasked: boolean;
  /** Whether the world has no evidence variables, so that its one evidence value tells nothing. */
  readonly uninformed: boolean;
}

/** From this harm of the null program on, "harmless" says little, for it means: no worse than the null program. */
const HIGH_HARM = 0.25;

export function oddities({ compiled, acceptable, objective, prior, harm }: WorldCase): Oddities {
  const { world } = compiled;
  return {
    soleNull: world.disciples.length === 1,
    evidences: acceptable.length,
    nullAlone: acceptable.filter((row) => row[0]).length,
    alreadyAcceptable: acceptable.every((row, e) => row[bestIndex(objective[e])]),
    nullHarm: prior.reduce((sum, weight, e) => sum + weight * harm[e][0], 0),
    unasked: world.questions.length === 0,
    uninformed: world.evidence.variables.length === 0,
  };
}

/** Why a row has no window, or why its window says little; '' where there is nothing to say. */
export function windowNote({ soleNull, nullAlone, evidences, alreadyAcceptable, nullHarm }: Oddities): string {
  if (soleNull) return 'the library is the null program alone: nothing to choose';
  const notes: string[] = [];
  if (nullAlone > 0) {
    const values = counted(evidences, 'evidence value');
    notes.push(`nothing is acceptable but the null program under ${nullAlone} of ${values}`);
  }
  if (alreadyAcceptable) {
    notes.push(
      'a master without a penalty sends an acceptable disciple already: a wide window is no merit of a penalty',
    );
  }
  if (nullHarm >= HIGH_HARM) {
    notes.push(`the null program’s own harm is ${figure(nullHarm, 2)}: harmless means no worse than that`);
  }
  return notes.join('; ');
}

export const UNASKED = 'the world asks no questions: penalties on cells see nothing';
export const UNINFORMED = 'the world has no evidence to compare with';

/** The notes on a world, one line each, for below the tables. */
export function worldNotes(world: string, odd: Oddities): string[] {
  const notes = [windowNote(odd)];
  if (odd.unasked) notes.push('asks no questions: penalties on cells see nothing');
  if (odd.uninformed) notes.push('has no evidence: neither motivation nor relative importance has anything to compare');
  return notes.filter((note) => note !== '').map((note) => `${world}: ${note}`);
}
