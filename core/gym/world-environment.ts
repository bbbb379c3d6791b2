/** The shared half of the master's and the disciple's environments. */
import type { Dictionary } from 'ts-essentials';
import { InvalidOption, ResetNeeded } from '../base/errors.ts';
import { expected, refuseUnknownFields } from '../base/messages.ts';
import { type Stream, type StreamState, stream } from '../base/random.ts';
import { type Chance, sampledChance } from '../world/chance.ts';
import type { World } from '../world/world.ts';
import type {
  Environment,
  EnvironmentMetadata,
  EnvironmentSpec,
  RenderMode,
  ResetOptions,
  ResetResult,
  Role,
  StepResult,
} from './environment.ts';
import { checkEvidence } from './evidence-space.ts';
import type { Space, ValueOf } from './spaces/space.ts';
import { describeEnvironment } from './spec.ts';

export interface WorldEnvironmentOptions {
  /** The probability that the wire erases the source, in [0, 1]. */
  readonly erasure?: number;
  readonly renderMode?: RenderMode | null;
  /** An integer that seeds the random streams until `reset` is given a seed; default 0. */
  readonly seed?: number;
  /** How the environment was made; default a spec of the world without options. */
  readonly spec?: EnvironmentSpec;
}

/**
 * The random streams. Evidence, X and the world draw from a stream of their own, so what a disciple does in one episode
 * does not change the evidence and X of later episodes.
 */
const STREAMS = ['evidence', 'wire', 'world'] as const;
type StreamName = (typeof STREAMS)[number];
type StreamStates = Record<StreamName, StreamState>;

interface Saved {
  readonly streams: StreamStates;
  readonly episode: unknown;
}

/**
 * Seeded streams, evidence, the wire's chance, and saving and restoring: all that the master's and the disciple's
 * environments share. `Episode` is everything about the present episode, as plain data.
 */
export abstract class WorldEnvironment<
  State,
  ObservationSpace extends Space<unknown>,
  ActionSpace extends Space<unknown>,
  Info extends object,
  Episode extends { readonly over: boolean },
> implements Environment<ObservationSpace, ActionSpace, Info>
{
  readonly world: World<State>;
  readonly erasure: number;
  readonly metadata: EnvironmentMetadata = { renderModes: ['ansi'] };
  readonly renderMode: RenderMode | null;
  readonly spec: EnvironmentSpec;
  abstract readonly observationSpace: ObservationSpace;
  abstract readonly actionSpace: ActionSpace;

  protected episode: Episode | null = null;
  protected readonly chance: Chance;
  private streams: Record<StreamName, Stream>;
  private readonly evidenceChance: Chance;

  protected constructor(world: World<State>, role: Role, options: WorldEnvironmentOptions, usualErasure: number) {
    const { erasure = usualErasure } = options;
    if (!(erasure >= 0 && erasure <= 1))
      throw new InvalidOption(expected('erasure', 'a probability in [0, 1]', erasure));
    this.world = world;
    this.erasure = erasure;
    this.renderMode = parseRenderMode(options.renderMode);
    this.spec = options.spec ?? describeEnvironment(world.id, role);
    this.streams = seededStreams(parseSeed(options.seed ?? 0));
    this.chance = sampledChance(() => this.streams.world());
    this.evidenceChance = sampledChance(() => this.streams.evidence());
  }

  get unwrapped(): Environment {
    return this;
  }

  /**
   * Begins an episode. `options.evidence` fixes the evidence; without it the evidence is drawn from the prior.
   * @throws InvalidOption for evidence that the world does not have, a seed that is no integer, or another option.
   */
  reset(given: ResetOptions = {}): ResetResult<ValueOf<ObservationSpace>, Info> {
    refuseUnknownFields(given, ['seed', 'options'], 'reset');
    const { seed, options = {} } = given;
    refuseUnknownFields(options, ['evidence'], 'reset: options');
    const fixed = options.evidence === undefined ? null : checkEvidence(this.world, options.evidence);
    if (seed !== undefined) this.streams = seededStreams(parseSeed(seed));
    // Evidence is drawn even where it is fixed. So fixing it in one episode does not change it in later ones.
    const drawn = this.world.evidence.prior(this.evidenceChance);
    this.episode = this.beginEpisode(Object.freeze([...(fixed ?? drawn)]));
    return this.describeReset(this.episode);
  }

  abstract step(action: ValueOf<ActionSpace>): StepResult<ValueOf<ObservationSpace>, Info>;

  render(): string | null {
    if (this.renderMode === null) return null;
    if (this.episode === null) throw new ResetNeeded('render was called before reset');
    return this.draw(this.episode);
  }

  close(): void {
    this.episode = null;
  }

  getState(): unknown {
    const streams = Object.fromEntries(STREAMS.map((name) => [name, this.streams[name].save()])) as StreamStates;
    // The episode need not be copied, because episodes and the world's states are replaced and never changed.
    const saved: Saved = { streams, episode: this.episode };
    return saved;
  }

  setState(state: unknown): void {
    if (!isSaved(state)) throw new InvalidOption(expected('setState', 'what getState returned', state));
    for (const name of STREAMS) this.streams[name].restore(state.streams[name]);
    this.episode = state.episode as Episode | null;
  }

  protected abstract beginEpisode(evidence: readonly number[]): Episode;
  protected abstract describeReset(episode: Episode): ResetResult<ValueOf<ObservationSpace>, Info>;
  protected abstract draw(episode: Episode): string;

  /** The stochastic event X. It is 0, and the source is erased, with probability `erasure`. */
  protected drawX(): 0 | 1 {
    return this.streams.wire() < this.erasure ? 0 : 1;
  }

  /** The stream of the world and of disciples that act at random. */
  protected get worldStream(): Stream {
    return this.streams.world;
  }

  /**
   * The present episode.
   * @throws ResetNeeded where there is none, or it has ended.
   */
  protected ongoing(): Episode {
    if (this.episode === null) throw new ResetNeeded('step was called before reset');
    if (this.episode.over) throw new ResetNeeded('step was called after the episode ended: call reset');
    return this.episode;
  }

  /** @throws InvalidOption for an action outside the action space. */
  protected checkAction(action: ValueOf<ActionSpace>): void {
    if (this.actionSpace.contains(action)) return;
    throw new InvalidOption(expected('action', JSON.stringify(this.actionSpace), action));
  }
}

function seededStreams(seed: number): Record<StreamName, Stream> {
  return Object.fromEntries(STREAMS.map((name) => [name, stream(seed, 'environment', name)])) as Record<
    StreamName,
    Stream
  >;
}

function parseSeed(seed: unknown): number {
  if (Number.isSafeInteger(seed)) return seed as number;
  throw new InvalidOption(expected('seed', 'an integer', seed));
}

function parseRenderMode(mode: unknown): RenderMode | null {
  if (mode === undefined || mode === null) return null;
  if (mode === 'ansi') return mode;
  throw new InvalidOption(expected('renderMode', `'ansi' or null`, mode));
}

function isSaved(state: unknown): state is Saved {
  if (typeof state !== 'object' || state === null) return false;
  const { streams, episode } = state as Dictionary<unknown>;
  if (typeof streams !== 'object' || streams === null || typeof episode !== 'object') return false;
  return STREAMS.every((name) => Object.hasOwn(streams, name));
}
