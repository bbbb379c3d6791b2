import type { Uniform } from '../../core/world/chance.ts';

/**
 * Stretches of chance within some episodes, one an episode at most: the disciple is made to wander, and learns from
 * before and after it what that would lead to (restarts from other states than its own: Kakade and Langford 2002). An
 * entropy bonus alone never finds a gain that lies ten right moves away.
 */
export class Detours {
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private wandering = -1;

  /** @param share of the episodes, in [0, 1]. */
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

  /** Whether an episode is wholly the disciple's own. */
  own(episode: number): boolean {
    return this.first[episode] >= this.horizon;
  }

  /** Whether chance chooses in this tick. */
  at(episode: number, tick: number): boolean {
    return tick >= this.first[episode] && tick < this.last[episode];
  }

  /** What chance chooses: as often as not the same as before, so that it gets somewhere. */
  action(episode: number, tick: number): number {
    if (tick === this.first[episode] || this.uniform() < 0.5)
      this.wandering = Math.floor(this.uniform() * this.actions);
    return this.wandering;
  }
}
