/** The base of all wrappers: an environment around another one. */
import type { Dictionary } from 'ts-essentials';
import { InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import type {
  Environment,
  EnvironmentMetadata,
  EnvironmentSpec,
  RenderMode,
  ResetOptions,
  ResetResult,
  StepResult,
} from '../environment.ts';
import type { Space, ValueOf } from '../spaces/space.ts';

/**
 * An environment around another one. It passes everything on; a subclass writes `step`. `InnerInfo` is the info of the
 * environment inside, `Info` the wrapper's own. A wrapper that has state overrides `saveOwn` and `restoreOwn`.
 */
export abstract class Wrapper<
  ObservationSpace extends Space<unknown>,
  ActionSpace extends Space<unknown>,
  InnerInfo extends object,
  Info extends InnerInfo = InnerInfo,
> implements Environment<ObservationSpace, ActionSpace, Info>
{
  readonly env: Environment<ObservationSpace, ActionSpace, InnerInfo>;

  constructor(env: Environment<ObservationSpace, ActionSpace, InnerInfo>) {
    this.env = env;
  }

  get observationSpace(): ObservationSpace {
    return this.env.observationSpace;
  }

  get actionSpace(): ActionSpace {
    return this.env.actionSpace;
  }

  get spec(): EnvironmentSpec | null {
    return this.env.spec;
  }

  get unwrapped(): Environment {
    return this.env.unwrapped;
  }

  get metadata(): EnvironmentMetadata {
    return this.env.metadata;
  }

  get renderMode(): RenderMode | null {
    return this.env.renderMode;
  }

  reset(options?: ResetOptions): ResetResult<ValueOf<ObservationSpace>, Info> {
    // The info of a reset is partial, so the inner info lacks nothing that the wrapper's info must have.
    const result: ResetResult<ValueOf<ObservationSpace>, object> = this.env.reset(options);
    return result as ResetResult<ValueOf<ObservationSpace>, Info>;
  }

  abstract step(action: ValueOf<ActionSpace>): StepResult<ValueOf<ObservationSpace>, Info>;

  render(): string | null {
    return this.env.render();
  }

  close(): void {
    this.env.close();
  }

  getState(): unknown {
    return { env: this.env.getState(), own: this.saveOwn() };
  }

  setState(state: unknown): void {
    if (typeof state !== 'object' || state === null || !Object.hasOwn(state, 'env')) {
      throw new InvalidOption(expected('setState', 'what getState of the same wrappers returned', state));
    }
    const { env, own } = state as Dictionary<unknown>;
    this.env.setState(env);
    this.restoreOwn(own);
  }

  /** The wrapper's own state, as plain data. */
  protected saveOwn(): unknown {
    return null;
  }

  /** Returns to a state that `saveOwn` gave. */
  protected restoreOwn(_own: unknown): void {}
}
