/** A policy as arrays over the states of a compiled world. */

/**
 * A policy on tables, one array for each tick: a sure action for each state, or the probability of each action
 * (states × actions). A mixture draws one of its parts as the episode begins; no part is a mixture itself.
 */
export type PolicyTable =
  | { readonly kind: 'wait' }
  | { readonly kind: 'sure'; readonly actions: readonly Uint8Array[] }
  | { readonly kind: 'random'; readonly probabilities: readonly (Float32Array | Float64Array)[] }
  | { readonly kind: 'mixture'; readonly probabilities: Float64Array; readonly parts: readonly PolicyTable[] };
