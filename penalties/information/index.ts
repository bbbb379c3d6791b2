/**
 * The information family: description lengths of portraits, and a learned prequential coder.
 */
import type { Penalty } from '../penalty.ts';
import type { PenaltyFactory } from '../registry.ts';
import { describedPenalties } from './described.ts';
import { prequential } from './prequential.ts';

/** `information/{length,conditional,prequential}`. */
export const informationPenalties: readonly (Penalty | PenaltyFactory)[] = [...describedPenalties, prequential];
