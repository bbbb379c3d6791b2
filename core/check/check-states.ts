/** Checks of a world's states, on rollouts with random actions. */
import { dequal } from 'dequal';
import { InvalidWorld } from '../base/errors.ts';
import { expected, messageOf, show } from '../base/messages.ts';
import { stream } from '../base/random.ts';
import { sampledChance } from '../world/chance.ts';
import type { EvidenceValue } from '../world/evidence.ts';
import { isScene, SCENE } from '../world/scene.ts';
import { checkState, oneKey, shortKey } from '../world/state-values.ts';
import { totalTicks, type World } from '../world/world.ts';

/** States met on rollouts, and the checks of any further state. */
export interface Probe<State> {
  /** Distinct states, at most a few hundred. */
  readonly states: readonly State[];
  /** For each state, whether a branch with a disciple met it. */
  readonly acting: readonly boolean[];
  /** The state for a message: `state '…'`. */
  name(state: State): string;
  /**
   * Checks everything that is ever read of a state.
   * @throws InvalidWorld
   */
  read(state: State): void;
  /**
   * Checks the state's key against all states met before: one key for each state.
   * @throws InvalidWorld
   */
  meet(state: State): void;
}

const ROLLOUTS = 32;
const MOST_PROBED = 400;

/**
 * Rolls out with random actions, with the disciple absent and present in turn, and checks every state it meets.
 * @throws InvalidWorld
 */
export function probeStates<State>(
  world: World<State>,
  evidences: readonly EvidenceValue[],
  seed: number,
): Probe<State> {
  const uniform = stream(seed, 'check', 'rollouts');
  const chance = sampledChance(uniform);
  const states: State[] = [];
  const acting: boolean[] = [];
  const keys = new KeyBook(world);
  const readings = new Readings(world);
  const probe: Probe<State> = {
    states,
    acting,
    name: (state) => nameState(world, state),
    read: (state) => readings.check(state),
    meet: (state) => void keys.meet(state),
  };
  for (let rollout = 0; rollout < ROLLOUTS; rollout++) {
    const present = rollout % 2 === 1;
    const evidence = evidences[(rollout >> 1) % evidences.length].value;
    let state = blame(world, `begin([${evidence}], ${present})`, () =>
      checkState(world.begin(evidence, present, chance)),
    );
    for (let tick = 0; ; tick++) {
      const isNew = keys.meet(state);
      readings.check(state);
      if (isNew && states.length < MOST_PROBED) {
        states.push(state);
        acting.push(present && tick < world.horizon);
      }
      if (tick === totalTicks(world)) break;
      const action = present && tick < world.horizon ? Math.floor(uniform() * world.actions.length) : 0;
      state = stepPurely(world, state, action, () => checkState(world.step(state, action, chance)));
    }
  }
  return probe;
}

/**
 * Runs the world's own code.
 * @throws InvalidWorld that says where, whatever that code throws.
 */
export function blame<Result>(world: World, where: string | (() => string), body: () => Result): Result {
  try {
    return body();
  } catch (error) {
    const place = typeof where === 'string' ? where : where();
    throw new InvalidWorld(`${world.id}: ${place}: ${messageOf(error)}`, { cause: error });
  }
}

export function nameState<State>(world: World<State>, state: State): string {
  return `state ${shortKey(world.key(state))}`;
}

function stepPurely<State>(world: World<State>, state: State, action: number, step: () => State): State {
  const where = `step(${nameState(world, state)}, '${world.actions[action]}')`;
  const before = blame(world, 'a state must be plain data', () => structuredClone(state));
  const next = blame(world, where, step);
  // Two clones are compared, because cloning drops the prototypes that the state itself may have.
  if (dequal(before, structuredClone(state))) return next;
  const wanted = 'expected step to leave the state that it is given unchanged';
  throw new InvalidWorld(`${world.id}: ${where}: ${wanted} but received it changed into ${show(state)}`);
}

/** Keys and states in both directions: one state for each key, and one key for each state. */
class KeyBook<State> {
  private readonly byKey = new Map<string, State>();
  private readonly byText = new Map<string, { readonly state: State; readonly key: string }>();

  constructor(private readonly world: World<State>) {}

  /** Whether the state is new. */
  meet(state: State): boolean {
    const { world } = this;
    const key = blame(world, 'key', () => world.key(state));
    if (typeof key !== 'string') throw new InvalidWorld(expected(`${world.id}: key`, 'a string', key));
    const known = this.byKey.get(key);
    if (known !== undefined) {
      if (known === state || dequal(known, state)) return false;
      throw new InvalidWorld(`${world.id}: ${oneKey(key, known, state)}`);
    }
    const text = JSON.stringify(state) ?? '';
    const twin = this.byText.get(text);
    if (twin && twin.key !== key && dequal(twin.state, state)) {
      const received = `${shortKey(twin.key)} and ${shortKey(key)} for ${show(state)}`;
      throw new InvalidWorld(`${world.id}: expected one key for equal states but received ${received}`);
    }
    this.byKey.set(key, state);
    this.byText.set(text, { state, key });
    return true;
  }
}

/** Checks of everything that is ever read of a state. */
class Readings<State> {
  private observed: number | null = null;

  constructor(private readonly world: World<State>) {}

  check(state: State): void {
    const { world } = this;
    const read = <Value>(what: string, wanted: string, body: () => Value, holds: (value: Value) => boolean): Value => {
      const where = () => `${what} of ${nameState(world, state)}`;
      const value = blame(world, where, body);
      if (holds(value)) return value;
      throw new InvalidWorld(expected(`${world.id}: ${where()}`, wanted, value));
    };
    const unit = (value: number) => value >= 0 && value <= 1;
    read('utility', 'a number in [0, 1]', () => world.utility(state), unit);
    read('harm', 'a number in [0, 1]', () => world.harm(state), unit);
    for (const [name, quantity] of Object.entries(world.quantities)) {
      read(`quantity '${name}'`, 'a finite number', () => quantity(state), Number.isFinite);
    }
    for (const question of world.questions) {
      read(`question '${question.id}'`, 'a finite number', () => question.read(state), Number.isFinite);
    }
    const seen = read(
      'observe',
      this.observed === null ? 'an array of finite numbers' : `an array of ${this.observed} finite numbers`,
      () => world.observe(state),
      (list) =>
        Array.isArray(list) && list.length === (this.observed ?? list.length) && list.every((v) => Number.isFinite(v)),
    );
    this.observed = seen.length;
    const isText = (text: string) => typeof text === 'string';
    read('draw', 'a string', () => world.draw(state), isText);
    if (world.scene !== undefined) read('scene', SCENE, () => world.scene?.(state), isScene);
    if (world.text === undefined) return;
    read(
      'text',
      'a string in lower case',
      () => world.text?.(state) ?? '',
      (text) => isText(text) && text === text.toLowerCase(),
    );
  }
}
