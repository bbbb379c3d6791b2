/** What a curve is: rows that say how something depends on something, and tables that show them. */
import type { World } from '../../core/world/world.ts';
import type { Penalty } from '../../penalties/penalty.ts';

/** A row of a curve's table: a value for each of its columns, null where there is none. */
export type CurveRow = Readonly<Record<string, string | number | null>>;

export interface CurveOptions {
  readonly seed: number;
  /** Draws of each branch where something is sampled. */
  readonly rollouts: number;
  /** What a user chose, for a curve that `chooses`. */
  readonly world?: World;
  readonly penalties?: readonly Penalty[];
  /** Called before each further row that takes long, with the number of rows so far and what comes next. */
  readonly onProgress?: (rows: number, next: string) => void;
}

/** A table in the terminal. Files keep the rows with their own names. */
export interface CurveTable {
  /** What it shows, and what its headings mean. */
  readonly title: string;
  /** The columns that are shown, each with its heading. */
  readonly columns: readonly (readonly [column: string, heading: string])[];
  /** How many of the first columns name a row. */
  readonly keys: number;
  readonly rows: readonly CurveRow[];
}

/** A computation of how one thing depends on another. The same options give the same rows. */
export interface Curve {
  readonly id: string;
  /** One sentence. */
  readonly summary: string;
  /** A call of its command, and what that prints. */
  readonly example: { readonly call: string; readonly prints: string };
  /** The names that every row bears, in order. */
  readonly columns: readonly string[];
  /** Present where the user may choose the world and the penalties. */
  readonly chooses?: true;
  /** Refuses a choice for which there are no rows, before anything is computed. @throws InvalidOption */
  refuse?(options: CurveOptions): void;
  rows(options: CurveOptions): Promise<readonly CurveRow[]>;
  /** What the curve asks, in one sentence. */
  readonly question: string;
  /** What its rows answer, in one or two sentences with figures. */
  answer(rows: readonly CurveRow[]): string;
  /** The rows for a person. */
  tables(rows: readonly CurveRow[]): readonly CurveTable[];
}
