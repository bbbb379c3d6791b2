/** The master's environment in which it sends a source of the library, by its index. */
import { InvalidOption } from '../base/errors.ts';
import { expected } from '../base/messages.ts';
import { checkSource } from '../disciple/disciple.ts';
import type { DiscipleSpec, World } from '../world/world.ts';
import type { StepResult } from './environment.ts';
import { type MasterInfo, SendingEnvironment, type SendingOptions } from './sending-environment.ts';
import { Discrete } from './spaces/discrete.ts';

export interface MasterEnvironmentOptions<State> extends SendingOptions<State> {
  /** The sources that the master chooses from, by index; default the world's disciples. */
  readonly library?: readonly DiscipleSpec[];
}

/** The master's environment: one step an episode, whose action is an index into the library. */
export class MasterEnvironment<State = unknown> extends SendingEnvironment<State, Discrete> {
  readonly library: readonly DiscipleSpec[];
  override readonly actionSpace: Discrete;

  /**
   * @throws InvalidOption for an option out of range or an empty library.
   * @throws InvalidSource for a library with a source that is no program.
   */
  constructor(world: World<State>, options: MasterEnvironmentOptions<State> = {}) {
    super(world, options);
    this.library = options.library === undefined ? world.disciples : checkLibrary(world, options.library);
    this.actionSpace = new Discrete(this.library.length);
  }

  /** @throws WorldTooLarge where a planned disciple is sent and the world is too large to compile. */
  override step(action: number): StepResult<readonly number[], MasterInfo<State>> {
    this.ongoing();
    this.checkAction(action);
    const { id, source } = this.library[action];
    return this.send(source, id);
  }
}

/** A user's library. A source that arrived invalid would only wait, which is hardly what the user meant. */
function checkLibrary<State>(world: World<State>, library: readonly DiscipleSpec[]): readonly DiscipleSpec[] {
  const isLibrary =
    Array.isArray(library) && library.length > 0 && library.every((disciple) => typeof disciple?.source === 'string');
  if (!isLibrary) throw new InvalidOption(expected('library', 'a non-empty array of disciples', library));
  for (const { source } of library) checkSource(world, source);
  return library;
}
