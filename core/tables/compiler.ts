/** The breadth-first walk that fills a world's tables. */
import { dequal } from 'dequal';
import { InvalidWorld, WorldTooLarge } from '../base/errors.ts';
import { Float64List, Int32List } from '../base/lists.ts';
import { expected, messageOf } from '../base/messages.ts';
import { type Chance, Enumerator, TooManyChoices } from '../world/chance.ts';
import { evidenceValues } from '../world/evidence.ts';
import { checkState, oneKey, shortKey, unitValue } from '../world/state-values.ts';
import { totalTicks, type World } from '../world/world.ts';
import type { Compiled, SparseDistribution } from './compiled.ts';
import { projectTransitions } from './look-ahead.ts';

interface CompilerOptions {
  readonly maxStates?: number;
  readonly maxTransitions?: number;
  readonly onProgress?: (states: number) => void;
}

/** One in so many repeated meetings of states is compared deeply with the state that first had its key. */
const COMPARE_EVERY = 97;
/** Characters of all keys together at most: a gigabyte or two of memory, beside the states themselves. */
const MOST_KEY_CHARACTERS = 500_000_000;
const PROGRESS_MILLISECONDS = 100;
/** Share of the limit on transitions that is filled before the first look ahead, and the factor between two looks. */
const FIRST_LOOK = 0.02;
const LOOK_AGAIN = 2;
/** By how much the transitions in sight must exceed the limit before the walk stops short of meeting them. */
const PROJECTION_MARGIN = 2;
const INSTEAD = 'use the sampled forecaster, which needs only step, or a smaller world';

export class Compiler<State> {
  private readonly maxStates: number;
  private readonly maxTransitions: number;
  private readonly enumerator = new Enumerator();
  private readonly states: State[] = [];
  private readonly indices = new Map<string, number>();
  /** 0 for a state met once; 1 for a state met again and compared. */
  private readonly compared: number[] = [];
  private meetings = 0;
  private readonly rowStart = new Int32List();
  private readonly rowEnd = new Int32List();
  private readonly successors = new Int32List();
  private readonly probabilities = new Float64List();
  /** For each state, whether a branch with a disciple meets it. */
  private readonly acting: boolean[] = [];
  private keyCharacters = 0;
  private nextLook = FIRST_LOOK;
  private lastTold = performance.now();
  /** For each state, while one row is gathered, where its probability is added up. */
  private readonly slot: number[] = [];
  private readonly rowStates: number[] = [];
  private readonly rowSums: number[] = [];

  constructor(
    private readonly world: World<State>,
    private readonly options: CompilerOptions,
  ) {
    this.maxStates = options.maxStates ?? 2_000_000;
    this.maxTransitions = options.maxTransitions ?? 50_000_000;
  }

  compile(): Compiled<State> {
    const { world } = this;
    const actionCount = world.actions.length;
    const ticks = totalTicks(world);
    const evidences = evidenceValues(world);
    const beginnings = evidences.map(({ value }) => {
      const both = [false, true].map((present) =>
        this.gather(
          (chance) => world.begin(value, present, chance),
          present,
          [],
          () => `begin([${value.join(', ')}], ${present})`,
        ),
      );
      return [both[0], both[1]] as const;
    });
    const layerEnd = new Int32Array(ticks + 1);
    layerEnd[0] = this.states.length;
    let layer = Array.from(this.states.keys());
    for (let tick = 0; tick < ticks; tick++) {
      const first = this.states.length;
      const awakened: number[] = [];
      const waitsOnly = tick >= world.horizon;
      // A state that is first met with a disciple during this tick acts from the next tick on.
      const acting = layer.map((state) => this.acting[state]);
      layer.forEach((state, i) => {
        this.expand(state, acting[i], waitsOnly, awakened);
        if (tick + 1 < world.horizon) this.lookAhead();
        this.tellProgress();
      });
      layer = awakened.filter((state) => state < first);
      for (let state = first; state < this.states.length; state++) layer.push(state);
      layerEnd[tick + 1] = this.states.length;
    }
    this.padRows();
    return {
      world,
      states: this.states,
      actionCount,
      evidences,
      beginnings,
      rowStart: this.rowStart.toArray(),
      rowEnd: this.rowEnd.toArray(),
      successors: this.successors.toArray(),
      probabilities: this.probabilities.toArray(),
      layerEnd,
      utility: Float64Array.from(this.states, (state) => unitValue(world, state, 'utility')),
      indexOf: (state) => {
        const index = this.indices.get(world.key(state));
        if (index === undefined) {
          const wanted = 'expected a state that begin and step give, and a step that depends on its arguments alone';
          throw new InvalidWorld(`${world.id}: state ${shortKey(world.key(state))} is not reachable: ${wanted}`);
        }
        return index;
      },
    };
  }

  /** Fills the rows of a state that have not been filled yet. */
  private expand(state: number, acting: boolean, waitsOnly: boolean, awakened: number[]): void {
    const { world } = this;
    const actionCount = world.actions.length;
    this.padRows();
    const actions = acting && !waitsOnly ? actionCount : 1;
    for (let action = 0; action < actions; action++) {
      const row = state * actionCount + action;
      const filled = this.rowEnd.at(row) > this.rowStart.at(row);
      if (filled) {
        if (acting) this.wakeSuccessors(row, awakened);
        continue;
      }
      const start = this.successors.length;
      const distribution = this.gather(
        (chance) => world.step(this.states[state], action, chance),
        acting,
        awakened,
        () => `step(state ${shortKey(world.key(this.states[state]))}, '${world.actions[action]}')`,
      );
      for (let i = 0; i < distribution.states.length; i++) {
        this.successors.push(distribution.states[i]);
        this.probabilities.push(distribution.probabilities[i]);
      }
      this.padRows();
      this.rowStart.set(row, start);
      this.rowEnd.set(row, this.successors.length);
      if (this.successors.length > this.maxTransitions) {
        throw tooLarge(world.id, `${this.maxTransitions} transitions`, this.states.length);
      }
    }
  }

  /** Refuses a world whose pending rows would go past the limit by far, long before they are all met. */
  private lookAhead(): void {
    const { world, acting, states, maxTransitions } = this;
    const filled = this.successors.length;
    if (filled < this.nextLook * maxTransitions) return;
    this.nextLook *= LOOK_AGAIN;
    const pending = { acting: [] as State[], waiting: [] as State[] };
    states.forEach((state, index) => {
      if (this.isPending(index)) pending[acting[index] ? 'acting' : 'waiting'].push(state);
    });
    if (filled + projectTransitions(world, pending) <= PROJECTION_MARGIN * maxTransitions) return;
    throw tooLarge(world.id, `${maxTransitions} transitions projected`, states.length);
  }

  private isPending(state: number): boolean {
    const row = state * this.world.actions.length;
    return row >= this.rowEnd.length || this.rowEnd.at(row) === this.rowStart.at(row);
  }

  private tellProgress(): void {
    if (!this.options.onProgress) return;
    const now = performance.now();
    if (now - this.lastTold < PROGRESS_MILLISECONDS) return;
    this.lastTold = now;
    this.options.onProgress(this.states.length);
  }

  private wakeSuccessors(row: number, awakened: number[]): void {
    for (let j = this.rowStart.at(row); j < this.rowEnd.at(row); j++) this.wake(this.successors.at(j), awakened);
  }

  private wake(state: number, awakened: number[]): void {
    if (this.acting[state]) return;
    this.acting[state] = true;
    awakened.push(state);
  }

  /** The distribution of one call of the world, with equal results merged. */
  private gather(
    body: (chance: Chance) => State,
    acting: boolean,
    awakened: number[],
    where: () => string,
  ): SparseDistribution {
    const { rowStates, rowSums } = this;
    rowStates.length = 0;
    rowSums.length = 0;
    try {
      this.enumerator.run(body, (result, probability) => {
        const state = this.meet(checkState(result));
        if (acting) this.wake(state, awakened);
        const at = this.slot[state];
        if (at < rowStates.length && rowStates[at] === state) rowSums[at] += probability;
        else {
          this.slot[state] = rowStates.length;
          rowStates.push(state);
          rowSums.push(probability);
        }
      });
    } catch (error) {
      if (error instanceof TooManyChoices) {
        throw new WorldTooLarge(`${this.world.id}: ${where()}: ${error.message}; ${INSTEAD}`, { cause: error });
      }
      if (error instanceof WorldTooLarge) throw error;
      throw new InvalidWorld(`${this.world.id}: ${where()}: ${messageOf(error)}`, { cause: error });
    }
    const order = Array.from(rowStates.keys());
    order.sort((a, b) => rowSums[b] - rowSums[a] || a - b);
    return {
      states: Int32Array.from(order, (i) => rowStates[i]),
      probabilities: Float64Array.from(order, (i) => rowSums[i]),
    };
  }

  /** The index of a state, new or known. */
  private meet(state: State): number {
    const key = this.world.key(state);
    if (typeof key !== 'string') throw new InvalidWorld(expected('key', 'a string', key));
    const known = this.indices.get(key);
    if (known !== undefined) {
      if (this.compared[known] === 0 || ++this.meetings % COMPARE_EVERY === 0) {
        this.compared[known] = 1;
        if (!dequal(this.states[known], state)) {
          throw new InvalidWorld(oneKey(key, this.states[known], state));
        }
      }
      return known;
    }
    const index = this.states.length;
    if (index >= this.maxStates) throw tooLarge(this.world.id, `${this.maxStates} states`, index);
    this.keyCharacters += key.length;
    if (this.keyCharacters > MOST_KEY_CHARACTERS) {
      throw tooLarge(this.world.id, `${MOST_KEY_CHARACTERS} characters of keys`, index);
    }
    this.indices.set(key, index);
    this.states.push(state);
    this.compared.push(0);
    this.acting.push(false);
    this.slot.push(0);
    return index;
  }

  /** Gives every known state its (still empty) rows. */
  private padRows(): void {
    const rows = this.states.length * this.world.actions.length;
    while (this.rowStart.length < rows) {
      this.rowStart.push(0);
      this.rowEnd.push(0);
    }
  }
}

function tooLarge(id: string, limit: string, states: number): WorldTooLarge {
  return new WorldTooLarge(`${id}: more than ${limit} (${states} states met): ${INSTEAD}`);
}
