import type { ResetOptions, ResetResult, StepResult } from '../environment.ts';
import { Wrapper } from './wrapper.ts';

export interface EpisodeStatistics {
  /** Sum of the rewards. */
  readonly return: number;
  /** Number of steps. */
  readonly length: number;
}

export type WithEpisode<Info extends object> = Info & { readonly episode?: EpisodeStatistics };

/** Adds `info.episode` to the step that ends an episode. */
export class RecordEpisodeStatistics<Observation, Action, Info extends object> extends Wrapper<
  Observation,
  Action,
  Info,
  WithEpisode<Info>
> {
  private running: EpisodeStatistics = { return: 0, length: 0 };

  override reset(options?: ResetOptions): ResetResult<Observation, WithEpisode<Info>> {
    this.running = { return: 0, length: 0 };
    return super.reset(options);
  }

  override step(action: Action): StepResult<Observation, WithEpisode<Info>> {
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    this.running = { return: this.running.return + reward, length: this.running.length + 1 };
    const told = terminated || truncated ? { ...info, episode: this.running } : info;
    return [observation, reward, terminated, truncated, told];
  }

  protected override save(): unknown {
    return this.running;
  }

  protected override restore(own: unknown): void {
    this.running = own as EpisodeStatistics;
  }
}
