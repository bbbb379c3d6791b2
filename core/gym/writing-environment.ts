/** The master's environment in which it writes the source that it sends. */
import type { World } from '../world/world.ts';
import type { StepResult } from './environment.ts';
import { type MasterInfo, SendingEnvironment, type SendingOptions } from './sending-environment.ts';
import { Sources } from './spaces/sources.ts';

/** The master's environment: one step an episode, whose action is the source of a disciple. */
export class WritingEnvironment<State = unknown> extends SendingEnvironment<State, Sources> {
  override readonly actionSpace: Sources;

  /** @throws InvalidOption for an option out of range. */
  constructor(world: World<State>, options: SendingOptions<State> = {}) {
    super(world, options);
    this.actionSpace = new Sources(world as World);
  }

  /**
   * Sends a source. One that has no finite value at some outcome is a program that crashes: it is present and waits.
   * @throws InvalidOption for a text that is no source of this world.
   * @throws WorldTooLarge where the source must be planned and the world is too large to compile.
   */
  override step(action: string): StepResult<readonly number[], MasterInfo<State>> {
    this.ongoing();
    this.checkAction(action);
    const known = this.world.disciples.find(({ source }) => source === action);
    return this.send(action, known?.id ?? '');
  }
}
