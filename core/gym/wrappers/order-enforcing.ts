/** The wrapper that refuses calls in the wrong order. */
import { ResetNeeded } from '../../base/errors.ts';
import type { ResetOptions, ResetResult, StepResult } from '../environment.ts';
import type { Space, ValueOf } from '../spaces/space.ts';
import { Wrapper } from './wrapper.ts';

type Phase = 'new' | 'running' | 'over' | 'closed';

/**
 * Refuses, with `ResetNeeded`, a step or a render before the first reset, a step after the end of an episode, and both
 * after `close`.
 */
export class OrderEnforcing<
  ObservationSpace extends Space<unknown>,
  ActionSpace extends Space<unknown>,
  Info extends object,
> extends Wrapper<ObservationSpace, ActionSpace, Info> {
  private phase: Phase = 'new';

  override reset(options?: ResetOptions): ResetResult<ValueOf<ObservationSpace>, Info> {
    const result = super.reset(options);
    this.phase = 'running';
    return result;
  }

  override step(action: ValueOf<ActionSpace>): StepResult<ValueOf<ObservationSpace>, Info> {
    if (this.phase === 'over') throw new ResetNeeded('step was called after the episode ended: call reset');
    if (this.phase !== 'running') throw this.tooEarly('step');
    const result = this.env.step(action);
    if (result[2] || result[3]) this.phase = 'over';
    return result;
  }

  override render(): string | null {
    if (this.phase === 'new' || this.phase === 'closed') throw this.tooEarly('render');
    return super.render();
  }

  override close(): void {
    this.phase = 'closed';
    super.close();
  }

  protected override saveOwn(): unknown {
    return this.phase;
  }

  protected override restoreOwn(own: unknown): void {
    this.phase = own as Phase;
  }

  private tooEarly(method: string): ResetNeeded {
    return new ResetNeeded(`${method} was called ${this.phase === 'closed' ? 'after close' : 'before reset'}`);
  }
}
