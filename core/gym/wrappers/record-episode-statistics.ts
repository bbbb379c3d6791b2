/** The wrapper that sums up each episode. */
import type { ResetOptions, ResetResult, StepResult } from '../environment.ts';
import type { Space, ValueOf } from '../spaces/space.ts';
import { Wrapper } from './wrapper.ts';

export interface EpisodeStatistics {
  /** The sum of the episode's rewards. */
  readonly return: number;
  /** The number of the episode's steps. */
  readonly length: number;
}

export type WithEpisode<Info extends object> = Info & { readonly episode?: EpisodeStatistics };

/** Adds `info.episode` to the step that ends an episode, and to no other step. */
export class RecordEpisodeStatistics<
  ObservationSpace extends Space<unknown>,
  ActionSpace extends Space<unknown>,
  Info extends object,
> extends Wrapper<ObservationSpace, ActionSpace, Info, WithEpisode<Info>> {
  private running: EpisodeStatistics = { return: 0, length: 0 };

  override reset(options?: ResetOptions): ResetResult<ValueOf<ObservationSpace>, WithEpisode<Info>> {
    this.running = { return: 0, length: 0 };
    return super.reset(options);
  }

  override step(action: ValueOf<ActionSpace>): StepResult<ValueOf<ObservationSpace>, WithEpisode<Info>> {
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    this.running = { return: this.running.return + reward, length: this.running.length + 1 };
    const told = terminated || truncated ? { ...info, episode: this.running } : info;
    return [observation, reward, terminated, truncated, told];
  }

  protected override saveOwn(): unknown {
    return this.running;
  }

  protected override restoreOwn(own: unknown): void {
    this.running = own as EpisodeStatistics;
  }
}
