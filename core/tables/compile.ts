import { dequal } from 'dequal';
import { InvalidWorld, WorldTooLarge } from '../base/errors.ts';
import { Float64List, Int32List } from '../base/lists.ts';
import { memoise } from '../base/memoise.ts';
import { expected, messageOf, show } from '../base/messages.ts';
import { type Chance, Enumerator } from '../world/chance.ts';
import { type EvidenceValue, evidenceValues } from '../world/evidence.ts';
import { shortKey, unitValue } from '../world/state-values.ts';
import { validateWorld } from '../world/validate-world.ts';
import { totalTicks, type World } from '../world/world.ts';

export { shortKey, unitValue };

/** A sparse distribution over state indices. */
export interface SparseDistribution {
  readonly states: Int32Array;
  readonly probabilities: Float64Array;
}

/**
 * A world as flat tables (DESIGN §3): what planning, exact forecasts and batched sampling read. Row (s, a) is
 * `[rowStart[s·A + a], rowEnd[s·A + a])` of `successors` and `probabilities`, most probable successor first; it is
 * empty where s can only be met in a branch without a disciple and a is not 'wait', or at the outcome.
 */
export interface Compiled<State = unknown> {
  readonly world: World<State>;
  /** In the order of the tick at which each can first be met. */
  readonly states: readonly State[];
  readonly actionCount: number;
  readonly evidences: readonly EvidenceValue[];
  /** By evidence index: the first state of the absent branch [0] and of the present one [1]. */
  readonly beginnings: readonly (readonly [SparseDistribution, SparseDistribution])[];
  readonly rowStart: Int32Array;
  readonly rowEnd: Int32Array;
  readonly successors: Int32Array;
  readonly probabilities: Float64Array;
  /** States met at tick t have indices below `layerEnd[t]`; length horizon + aftermath + 1. */
  readonly layerEnd: Int32Array;
  /** By state index, in [0, 1]. */
  readonly utility: Float64Array;
  /** Index of a state; throws `InvalidWorld` for a state that cannot be reached. */
  indexOf(state: State): number;
}

export interface CompileOptions {
  /** Default 2 million. */
  readonly maxStates?: number;
  /** Default 50 million. */
  readonly maxTransitions?: number;
  /** Called now and then with the number of states found so far. */
  readonly onProgress?: (states: number) => void;
}

/** By how much the transitions in sight must exceed the limit before the walk stops short of meeting them. */
const PROJECTION_MARGIN = 2;
/** Share of the limit that must really be filled before the mean row is trusted: the first rows may be the longest. */
const LEAST_FILLED = 0.2;
/** Every so many repeated meetings of states, one is deep-compared with the state that first had its key. */
const COMPARE_EVERY = 97;

/**
 * Walks the states that can be reached within the world's horizon and aftermath, breadth first, and returns its tables.
 * Planning, exact forecasts and batched sampling read them.
 *
 * @throws InvalidWorld for a world that breaks its contract: probabilities, keys, utility.
 * @throws WorldTooLarge above `maxStates` or `maxTransitions`. A sampled forecaster then still works.
 *
 * @example
 * ```ts
 * import { boot, compile, exactForecaster, expectation, registry } from 'reduced-impact';
 *
 * const world = registry.world('Subagent-v0');
 * const compiled = compile(world);
 * const forecast = exactForecaster(compiled)([1, 0], boot(compiled, 'modest'), 1);
 * console.log(compiled.states.length, expectation(forecast, world.utility).toFixed(3)); // 396 0.500
 * ```
 */
export function compile<State>(world: World<State>, options: CompileOptions = {}): Compiled<State> {
  validateWorld(world);
  return new Compiler(world, options).compile();
}

/** `compile` with the default limits, once a world object. */
export function compileCached<State>(world: World<State>): Compiled<State> {
  return memoise(world, 'tables', () => compile(world));
}

class Compiler<State> {
  private readonly maxStates: number;
  private readonly maxTransitions: number;
  private readonly enumerator = new Enumerator();
  private readonly states: State[] = [];
  private readonly indices = new Map<string, number>();
  /** 0: met once; 1: met again and compared. */
  private readonly compared: number[] = [];
  private meetings = 0;
  private readonly rowStart = new Int32List();
  private readonly rowEnd = new Int32List();
  private readonly successors = new Int32List();
  private readonly probabilities = new Float64List();
  /** By state: whether a branch with a disciple meets it. */
  private readonly acting: boolean[] = [];
  private actingStates = 0;
  private rowsFilled = 0;
  /** By state, while one row is gathered: where its probability is added up. */
  private readonly slot: number[] = [];
  private readonly rowStates: number[] = [];
  private readonly rowSums: number[] = [];

  constructor(
    private readonly world: World<State>,
    private readonly options: CompileOptions,
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
      // As they stood when the tick began: who is awakened in it acts from the next tick on.
      const acting = layer.map((state) => this.acting[state]);
      layer.forEach((state, i) => {
        this.expand(state, acting[i], waitsOnly, awakened);
        if (tick + 1 < world.horizon) this.lookAhead();
      });
      layer = awakened.filter((state) => state < first);
      for (let state = first; state < this.states.length; state++) layer.push(state);
      layerEnd[tick + 1] = this.states.length;
      this.options.onProgress?.(this.states.length);
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
          throw new InvalidWorld(`${world.id}: state ${shortKey(world.key(state))} is not reachable`);
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
      this.rowsFilled++;
      if (this.successors.length > this.maxTransitions) {
        throw tooLarge(world.id, `${this.maxTransitions} transitions`, this.states.length);
      }
    }
  }

  /**
   * Every state met before the last tick will need its rows: once LEAST_FILLED is, refuses as soon as they are too many by
   * far at the mean length of those filled, since walking on to the limit takes a minute and a gigabyte.
   */
  private lookAhead(): void {
    const { actingStates, rowsFilled, maxTransitions } = this;
    const filled = this.successors.length;
    if (filled < LEAST_FILLED * maxTransitions) return;
    const rows = actingStates * (this.world.actions.length - 1) + this.states.length;
    if (rows * (filled / rowsFilled) > PROJECTION_MARGIN * maxTransitions)
      throw tooLarge(this.world.id, `${maxTransitions} transitions projected`, this.states.length);
  }

  private wakeSuccessors(row: number, awakened: number[]): void {
    for (let j = this.rowStart.at(row); j < this.rowEnd.at(row); j++) this.wake(this.successors.at(j), awakened);
  }

  private wake(state: number, awakened: number[]): void {
    if (this.acting[state]) return;
    this.acting[state] = true;
    this.actingStates++;
    awakened.push(state);
  }

  /** The distribution of one call of the world, its equal results merged. */
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
        const state = this.meet(result);
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
          throw new InvalidWorld(
            `expected key to differ for different states but received ${shortKey(key)} for both ${show(this.states[known])} and ${show(state)}`,
          );
        }
      }
      return known;
    }
    const index = this.states.length;
    if (index >= this.maxStates) throw tooLarge(this.world.id, `${this.maxStates} states`, index);
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
  return new WorldTooLarge(
    `${id}: more than ${limit} (${states} states met): use the sampled forecaster, which needs only step, or a smaller world`,
  );
}
