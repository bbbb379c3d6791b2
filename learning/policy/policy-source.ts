/**
 * The source of a learned disciple is its policy network's weights, as text. It goes down the wire like any other
 * source, and boots synchronously, without a backend. See docs/worlds-contract.md.
 */

import { InvalidSource } from '../../core/base/errors.ts';
import { expected, messageOf } from '../../core/base/messages.ts';
import { pickWeighted, stream } from '../../core/base/random.ts';
import { type Disciple, isCompiled, type SourceKind, worldOf } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { sampledChance, type Uniform } from '../../core/world/chance.ts';
import { evidenceValues } from '../../core/world/evidence.ts';
import { isWorldId } from '../../core/world/validate-world.ts';
import type { World } from '../../core/world/world.ts';
import { decodeState, type NetworkState } from '../network/network-state.ts';
import { type OneHotForward, oneHotForward } from '../network/one-hot-forward.ts';
import { softmax } from '../network/softmax.ts';
import { type OneHotCode, OneHotEncoder } from './one-hot-encoder.ts';

/** A policy network: it maps (observation, tick) to one logit for each action. */
export interface PolicySource {
  /** The id of the world in which it was trained. It is for readers: any world of the same shape can run the policy. */
  readonly world: string;
  readonly code: OneHotCode;
  readonly network: NetworkState;
}

const PREFIX = '{"policy-network":1,';
/** Messages are cut to so many characters, since what was received may be a network's weights. */
const LONGEST_MESSAGE = 160;

/** Writes a policy as one line of JSON. Equal policies have equal sources. */
export function writePolicySource({ world, code, network }: PolicySource): string {
  return `${PREFIX}${JSON.stringify({ world, code, network }).slice(1)}`;
}

export function isPolicySource(source: string): boolean {
  return source.startsWith(PREFIX);
}

/** Describes a policy network's source in a few words, since the source may have a hundred thousand characters. */
export function describePolicySource(source: string): string {
  const { world, network } = readPolicySource(source);
  return `policy network ${network.sizes.join('-')} of ${world}`;
}

interface ReadPolicy extends PolicySource {
  readonly encoder: OneHotEncoder;
  readonly forward: OneHotForward;
}

/** @throws InvalidSource in one short line, however long the source is. */
function readPolicySource(source: string): ReadPolicy {
  try {
    const { world, code, network } = JSON.parse(source) as PolicySource;
    if (!(typeof world === 'string' && isWorldId(world)))
      throw new InvalidSource(expected('its world', "an id such as 'Name-v0'", world));
    const encoder = OneHotEncoder.restore(code);
    const parameters = decodeState(network);
    const { sizes, activation } = network;
    const broken = parameters.flatMap((values) => values.find((value) => !Number.isFinite(value)) ?? []);
    if (broken.length > 0) throw new InvalidSource(expected('network weights', 'finite numbers', broken[0]));
    if (sizes[0] !== encoder.used)
      throw new InvalidSource(expected('network', `${encoder.used} inputs, as its code has`, sizes[0]));
    return { world, code, network, encoder, forward: oneHotForward(sizes, activation, parameters, encoder.active) };
  } catch (error) {
    const line = messageOf(error).split('\n')[0];
    const short = line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 3)}...` : line;
    throw new InvalidSource(`policy network: ${short}`, { cause: error });
  }
}

/**
 * The learned policy in a world.
 * @throws InvalidSource where the policy was not made for such observations and actions.
 */
export function bootPolicy<State>(target: World<State> | Compiled<State>, source: string): Disciple<State> {
  const world = worldOf(target);
  const { world: trainedIn, code, network, encoder, forward } = readPolicySource(source);
  const name =
    trainedIn === world.id ? `policy network in ${world.id}` : `policy network of ${trainedIn} in ${world.id}`;
  const actions = world.actions.length;
  if (network.sizes.at(-1) !== actions || code.cases < world.horizon) {
    const received = `${network.sizes.at(-1)} actions and ${code.cases} ticks`;
    const wanted = `one for its ${actions} actions and ${world.horizon} ticks`;
    throw new InvalidSource(expected(name, wanted, received));
  }
  const inputs = new Int32Array(encoder.active);
  const probabilities = (tick: number) => {
    inputs[encoder.active - 1] = tick;
    const chances = softmax(forward(inputs, 0));
    if (Number.isNaN(chances[0]))
      throw new InvalidSource(`${name}: expected finite logits but its weights are too large`);
    return chances;
  };
  const observe = (state: State) => {
    const observation = world.observe(state);
    if (observation.length !== encoder.active - 1)
      throw new InvalidSource(expected(name, `${encoder.active - 1} observed numbers`, observation.length));
    encoder.write(observation, inputs, 0);
  };
  if (!isCompiled(target)) observe(someBeginning(target));
  return {
    source,
    act(state, tick, uniform: Uniform) {
      observe(state);
      return pickWeighted(probabilities(tick), uniform());
    },
    table: isCompiled(target) ? tabulatePolicy(target, encoder, inputs, observe, probabilities) : null,
  };
}

/** Some state: all observations have the same length. */
function someBeginning<State>(world: World<State>): State {
  return world.begin(evidenceValues(world)[0].value, true, sampledChance(stream(0, 'policy network', 'example')));
}

/** The action probabilities in every state that can be reached, for each tick. */
function tabulatePolicy<State>(
  { world, states, actionCount, layerEnd }: Compiled<State>,
  encoder: OneHotEncoder,
  inputs: Int32Array,
  observe: (state: State) => void,
  probabilities: (tick: number) => Float32Array,
): Disciple<State>['table'] {
  const components = encoder.active - 1;
  const observed = new Int32Array(layerEnd[world.horizon - 1] * components);
  for (let state = 0; state * components < observed.length; state++) {
    observe(states[state]);
    observed.set(inputs.subarray(0, components), state * components);
  }
  const table = Array.from({ length: world.horizon }, (_, tick) => {
    const chances = new Float32Array(layerEnd[tick] * actionCount);
    for (let state = 0; state < layerEnd[tick]; state++) {
      inputs.set(observed.subarray(state * components, (state + 1) * components));
      chances.set(probabilities(tick), state * actionCount);
    }
    return chances;
  });
  return { kind: 'random', probabilities: table };
}

/** The kind of source that `boot` takes as a policy network, once it is registered. */
export const policyNetworks: SourceKind = { name: 'policy network', recognises: isPolicySource, boot: bootPolicy };
