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
import type { Space } from '../spaces/space.ts';

/**
 * An environment around another: passes everything through but `step`. `Inner` is the info of the environment inside,
 * `Info` that of the wrapper. A wrapper with state of its own overrides `save` and `restore`.
 */
export abstract class Wrapper<Observation, Action, Inner extends object, Info extends Inner = Inner>
  implements Environment<Observation, Action, Info>
{
  readonly env: Environment<Observation, Action, Inner>;

  constructor(env: Environment<Observation, Action, Inner>) {
    this.env = env;
  }

  get observationSpace(): Space<Observation> {
    return this.env.observationSpace;
  }

  get actionSpace(): Space<Action> {
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

  reset(options?: ResetOptions): ResetResult<Observation, Info> {
    // The info of a reset is partial, so the inner one lacks nothing that the wrapper's must have.
    return this.env.reset(options) as ResetResult<Observation, object> as ResetResult<Observation, Info>;
  }

  abstract step(action: Action): StepResult<Observation, Info>;

  render(): string | null {
    return this.env.render();
  }

  close(): void {
    this.env.close();
  }

  getState(): unknown {
    return { env: this.env.getState(), own: this.save() };
  }

  setState(state: unknown): void {
    if (typeof state !== 'object' || state === null || !Object.hasOwn(state, 'env')) {
      throw new InvalidOption(expected('setState', 'what getState of the same wrappers returned', state));
    }
    const { env, own } = state as Dictionary<unknown>;
    this.env.setState(env);
    this.restore(own);
  }

  /** The wrapper's own state, as plain data. */
  protected save(): unknown {
    return null;
  }

  protected restore(_own: unknown): void {}
}
