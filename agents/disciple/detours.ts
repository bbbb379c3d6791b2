/** Sends a learning disciple astray for a while, so that it sees states to which it would not go by itself. */

import type { Uniform } from '../../core/world/chance.ts';

/**
 * In some episodes there is a stretch of ticks in which chance chooses the actions. The disciple learns from the ticks
 * before and after it (Kakade and Langford 2002 restart from other states for the same reason). Without this, an
 * entropy bonus alone never finds a gain that is ten right moves away.
 */
export class Detours {
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private wandering = -1;

  /**
   * @param actions how many actions there are.
   * @param share the share of the episodes that have a stretch of chance, in [0, 1].
   */
  constructor(
    episodes: number,
    private readonly horizon: number,
    private readonly actions: number,
    share: number,
    private readonly uniform: Uniform,
  ) {
    this.first = new Int32Array(episodes).fill(horizon);
    this.last = new Int32Array(episodes).fill(horizon);
    for (let episode = 0; episode < episodes; episode++) {
      if (uniform() >= share) continue;
      this.first[episode] = Math.floor(uniform() * horizon);
      this.last[episode] = this.first[episode] + 1 + Math.floor(uniform() * (horizon / 2));
    }
  }

  /** Whether the disciple itself chooses all actions of an episode. */
  own(episode: number): boolean {
    return this.first[episode] >= this.horizon;
  }

  /** Whether chance chooses in this tick. */
  at(episode: number, tick: number): boolean {
    return tick >= this.first[episode] && tick < this.last[episode];
  }

  /** The action that chance chooses. Half of the time it is the one before, so that the disciple gets somewhere. */
  action(episode: number, tick: number): number {
    if (tick === this.first[episode] || this.uniform() < 0.5)
      this.wandering = Math.floor(this.uniform() * this.actions);
    return this.wandering;
  }
}
