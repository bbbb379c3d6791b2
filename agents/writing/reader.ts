/** Reads off a network, as it is now, how likely it writes which token and which program. */

import type { EvidenceValue } from '../../core/world/evidence.ts';
import type { OneHotForward } from '../../learning/network/one-hot-forward.ts';
import { maskedSoftmax } from '../../learning/network/softmax.ts';
import type { TokenPolicy } from '../../learning/policy/token-policy.ts';
import type { Prefix } from './prefixes.ts';

/** A network's choices with the weights that it had when the reader was made. What it said once is kept. */
export class Reader {
  private readonly forward: OneHotForward;
  /** For each evidence index. */
  private readonly logits: readonly Map<Prefix, Float32Array>[];

  constructor(
    private readonly policy: TokenPolicy,
    private readonly evidences: readonly EvidenceValue[],
  ) {
    this.forward = policy.forward();
    this.logits = evidences.map(() => new Map());
  }

  /**
   * The probability of each token after a prefix.
   * @param allowed which tokens share the probability among them.
   */
  chances(e: number, prefix: Prefix, allowed: Uint8Array): Float64Array {
    let logits = this.logits[e].get(prefix);
    if (!logits) {
      logits = this.forward(this.policy.inputs(this.evidences[e].value, prefix.tokens), 0).slice();
      this.logits[e].set(prefix, logits);
    }
    const chances = new Float64Array(allowed.length);
    maskedSoftmax(logits, 0, allowed, chances);
    return chances;
  }

  /**
   * Calls `visit` for each program that was tried, with the probability that it is written where nothing else may be.
   * @param visit is given the last prefix, which the end token follows.
   */
  programs(e: number, root: Prefix, end: number, visit: (program: Prefix, chance: number) => void): void {
    const walk = (prefix: Prefix, chance: number) => {
      const chances = this.chances(e, prefix, prefix.tried);
      prefix.tried.forEach((tried, token) => {
        if (tried === 0) return;
        if (token === end) visit(prefix, chance * chances[token]);
        else walk(prefix.children.get(token)!, chance * chances[token]);
      });
    };
    walk(root, 1);
  }
}
