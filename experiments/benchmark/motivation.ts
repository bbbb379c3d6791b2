/** How much of a world’s evidence is about what the disciple wants: a diagnostic beside the penalties. */
import type { Compiled } from '../../core/tables/compile.ts';
import { type Motivation, premise } from '../../judging/motivation.ts';
import { figure, formatBlocks } from '../terminal.ts';
import { UNASKED, UNINFORMED } from './notes.ts';

/**
 * How important the disciple's goal is among the facts that the evidence tells, in one world and one part of its
 * library.
 */
export interface MotivationRow {
  readonly world: string;
  /** The part: the whole library, or the disciples that are harmless, or acceptable, under every evidence value. */
  readonly library: 'all' | 'harmless' | 'acceptable';
  /** How many disciples behave differently from each other. */
  readonly disciples: number;
  /** I(G; W | E), and per bit of G. */
  readonly motivation: number | null;
  readonly motivationPerBit: number | null;
  /** I(E; W | G): the information of all evidence variables together, in bits. */
  readonly evidence: number | null;
  /** The evidence variable that tells most, and how much it tells: in bits, and per bit of the variable. */
  readonly largest: string | null;
  readonly largestInformation: number | null;
  readonly largestPerBit: number | null;
  /** I(G) / (I(G) + I(E)). */
  readonly share: number | null;
  /** Whether the goal tells more than every evidence variable, in bits and per bit; null where there is no answer. */
  readonly foremost: boolean | null;
  readonly foremostPerBit: boolean | null;
  /** Why there is no answer, or nothing to compare the goal with. */
  readonly note: string;
}

export const MOTIVATION_COLUMNS = [
  'world',
  'library',
  'disciples',
  'motivation',
  'motivation_per_bit',
  'evidence',
  'largest',
  'largest_information',
  'largest_per_bit',
  'share',
  'foremost',
  'foremost_per_bit',
  'note',
] as const;

export function motivationFields(row: MotivationRow): (string | number | null)[] {
  return Object.values(row).map((value) => (typeof value === 'boolean' ? String(value) : value));
}

/**
 * Checks the essay's premise that the goal is the most important fact, and its converse for disciples that do little
 * harm.
 */
export function motivationRows(compiled: Compiled): MotivationRow[] {
  const found = premise(compiled);
  const { evidence, questions } = compiled.world;
  const not = (value: boolean | null) => (value === null ? null : !value);
  const row = (
    library: MotivationRow['library'],
    of: Motivation,
    foremost: boolean | null,
    foremostPerBit: boolean | null,
  ): MotivationRow => {
    const common = { world: compiled.world.id, library, disciples: of.disciples.length };
    if (of.reason !== null) {
      const figures = { motivation: null, motivationPerBit: null, evidence: null, largest: null };
      const others = { largestInformation: null, largestPerBit: null, share: null, foremost, foremostPerBit };
      return { ...common, ...figures, ...others, note: of.reason };
    }
    // Without evidence or questions there is nothing to compare.
    const missing = [evidence.variables.length === 0 ? UNINFORMED : '', questions.length === 0 ? UNASKED : ''];
    const note = missing.filter((one) => one !== '').join('; ');
    const largest = [...of.evidence].sort((a, b) => b.information - a.information)[0];
    return {
      ...common,
      motivation: of.motivation.information,
      motivationPerBit: of.motivation.perBit,
      evidence: of.evidenceInformation,
      largest: largest?.name ?? null,
      largestInformation: largest?.information ?? null,
      largestPerBit: largest?.perBit ?? null,
      share: note === '' ? of.share : null,
      foremost: note === '' ? foremost : null,
      foremostPerBit: note === '' ? foremostPerBit : null,
      note,
    };
  };
  return [
    row('all', found.library, found.premise, found.premisePerBit),
    row('harmless', found.harmless, not(found.harmlessConverse), not(found.harmlessConversePerBit)),
    row('acceptable', found.acceptable, not(found.converse), not(found.conversePerBit)),
  ];
}

export function motivationTable(rows: readonly MotivationRow[]): string {
  const columns = [
    'world',
    'library',
    'distinct',
    'I(G)',
    'per bit',
    'largest I(Eᵢ)',
    'bits',
    'per bit',
    'share',
    'foremost',
    'per bit',
  ];
  const word = (value: boolean | null) => (value === null ? '—' : value ? 'yes' : 'no');
  const lines = rows.map((row) => [
    row.world,
    row.library,
    String(row.disciples),
    figure(row.motivation),
    figure(row.motivationPerBit),
    row.largest ?? '—',
    figure(row.largestInformation),
    figure(row.largestPerBit),
    figure(row.share),
    word(row.foremost),
    word(row.foremostPerBit),
  ]);
  const title = 'motivation: is what the disciple wants the most important fact about the future?';
  return `${title}\n\n${formatBlocks(columns, lines, { keys: 2 })}`;
}
