/** What a penalty says of itself where it is an increasing concave function of a convex penalty. */
import type { Compiled } from '../core/tables/compile.ts';

export interface ConcaveForm {
  /** The id of the convex penalty. */
  readonly of: string;
  /** The penalty where the convex one has this value. */
  value(inner: number): number;
  /** The greatest value that the convex penalty can have. */
  readonly most: number;
}

/** Gives the form of a penalty under one evidence value. */
export type Concave = (compiled: Compiled, evidence: readonly number[]) => ConcaveForm;
