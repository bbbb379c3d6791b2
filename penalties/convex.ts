/** What a penalty says of itself where it is a convex function of the law of the present branch. */
import type { World } from '../core/world/world.ts';
import type { DivergenceName } from './divergence.ts';
import type { Graining } from './graining.ts';

/** A divergence between the cells of each partition of a coarse-graining; their mean, or the greatest of them. */
export interface PartitionedForm<State = unknown> {
  readonly kind: 'partitions';
  readonly graining: Graining<State>;
  readonly divergence: DivergenceName;
  readonly combine: 'mean' | 'max';
}

/** ½ dᵀKd, where d is the difference of the two laws and K the product kernel Π exp(−|Δreading| / grain). */
export interface KernelForm<State = unknown> {
  readonly kind: 'kernel';
  /** The readings, one to each name. */
  readonly graining: Graining<State>;
  /** One width > 0 for each reading. */
  readonly grains: readonly number[];
}

/** D(p₁, p₀) as a convex function of p₁: what the optimum over every program needs (docs/optimum.md). */
export type ConvexForm<State = unknown> = PartitionedForm<State> | KernelForm<State>;

/** Gives the convex form of a penalty in a world. */
export type Convex = <State>(world: World<State>) => ConvexForm<State>;
