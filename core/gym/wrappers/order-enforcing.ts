import { ResetNeeded } from '../../base/errors.ts';
import type { ResetOptions, ResetResult, StepResult } from '../environment.ts';
import { Wrapper } from './wrapper.ts';

type Phase = 'new' | 'running' | 'over' | 'closed';

/** Throws `ResetNeeded` for a step or render before the first reset, a step after the end, and both after `close`. */
export class OrderEnforcing<Observation, Action, Info extends object> extends Wrapper<Observation, Action, Info> {
  private phase: Phase = 'new';

  override reset(options?: ResetOptions): ResetResult<Observation, Info> {
    const result = super.reset(options);
    this.phase = 'running';
    return result;
  }

  override step(action: Action): StepResult<Observation, Info> {
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

  protected override save(): unknown {
    return this.phase;
  }

  protected override restore(own: unknown): void {
    this.phase = own as Phase;
  }

  private tooEarly(method: string): ResetNeeded {
    return new ResetNeeded(`${method} was called ${this.phase === 'closed' ? 'after close' : 'before reset'}`);
  }
}
