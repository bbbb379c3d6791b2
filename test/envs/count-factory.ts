/** Counts the reachable states of a factory without compiling it, which a large town does not allow. */
import { adjacent, layOut, move } from '../../envs/paperclip-factory/town.ts';

export interface FactorySize {
  readonly width: number;
  readonly height: number;
  readonly houses: number;
  readonly workers: number;
  readonly wire: number;
  readonly horizon: number;
}

/** How often the weather and the machine's reliability double the states. */
const WEATHER_AND_MACHINE = 4;

/**
 * The number of reachable states. It walks breadth-first over (place, stock, clips, standing), coded as one integer,
 * and keeps for each the set of combinations of the workers' places met with it. Whether a tick can happen depends
 * on neither weather nor reliability, because every probability lies strictly between 0 and 1 and the prior gives both
 * values. So each of the two doubles the number. What is reachable in t ticks is reachable in t + 1 too, because
 * everything can stay as it is for a tick.
 */
export function countFactory({ width, height, houses, workers, wire, horizon }: FactorySize): number {
  const town = layOut(width, height, houses, workers);
  const cells = width * height;
  // The last place stands for no disciple.
  const places = cells + 1;
  const most = wire + 2 + houses;
  const code = (place: number, stock: number, clips: number, standing: number) =>
    ((standing * places + place) * most + stock) * most + clips;
  const sets = new Int32Array(places * most * most * 2 ** houses);
  const fresh = new Int32Array(sets.length);
  let frontier: number[] = [];
  let next: number[] = [];
  const meet = (state: number, combinations: number) => {
    const added = combinations & ~sets[state];
    if (added === 0) return;
    if (fresh[state] === 0) next.push(state);
    fresh[state] |= added;
  };

  const { walked, startled, beginning } = workerSets(workers);
  const all = 2 ** houses - 1;
  for (const stock of [wire, wire + 1]) {
    for (const place of [town.start, cells]) meet(code(place, stock, 0, all), beginning);
  }
  const settle = () => {
    for (const state of next) {
      sets[state] |= fresh[state];
    }
    frontier = next;
    next = [];
  };
  settle();
  const moves = Array.from({ length: cells }, (_, cell) =>
    [move(town, cell, 0, -1), move(town, cell, 0, 1), move(town, cell, 1, 0), move(town, cell, -1, 0)].filter(
      (to) => to !== cell,
    ),
  );
  const lots = moves.map((_, cell) => town.houses.flatMap((lot, i) => (adjacent(town, cell, lot) ? [i] : [])));
  for (let tick = 0; tick < horizon && frontier.length > 0; tick++) {
    // Only what was new before this tick is expanded: what the tick adds waits for the next one.
    const found = frontier.map((state) => fresh[state]);
    for (const state of frontier) fresh[state] = 0;
    frontier.forEach((state, i) => {
      const clips = state % most;
      const stock = Math.floor(state / most) % most;
      const place = Math.floor(state / most ** 2) % places;
      const standing = Math.floor(state / (most ** 2 * places));
      const pass = (to: number, wires: number, made: number, left: number, combinations: number) => {
        const after = walked(combinations);
        meet(code(to, wires, made, left), after);
        for (let house = 0; house < houses; house++) {
          if ((left >> house) & 1) meet(code(to, wires, made, left & ~(1 << house)), after);
        }
      };
      pass(place, stock, clips, standing, found[i]);
      if (place === cells) return;
      for (const to of moves[place]) pass(to, stock, clips, standing, found[i]);
      if (place === town.machine && stock > 0) {
        for (const made of [0, 1]) pass(place, stock - 1, clips + made, standing, startled(found[i]));
      }
      const house = lots[place].find((lot) => (standing >> lot) & 1);
      if (house !== undefined) pass(place, stock + 1, clips, standing & ~(1 << house), found[i]);
    });
    settle();
  }
  let count = 0;
  for (const set of sets) for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return WEATHER_AND_MACHINE * count;
}

/** Sets of the workers' positions (shelter, or one of four cells each) as bits, and how a tick changes them. */
function workerSets(workers: number) {
  const combinations = Array.from({ length: 5 ** workers }, (_, number) =>
    Array.from({ length: workers }, (_, worker) => (Math.floor(number / 5 ** worker) % 5) - 1),
  );
  const bit = (positions: readonly number[]) =>
    1 << positions.reduce((sum, position, worker) => sum + (position + 1) * 5 ** worker, 0);
  /** The set that is reached when each worker, independently, moves as `choices` allow. */
  const reached = (choices: (position: number) => number[]) => {
    const from = combinations.map((positions) =>
      positions
        .reduce<number[][]>((lists, p) => lists.flatMap((list) => choices(p).map((q) => [...list, q])), [[]])
        .reduce((set, positions) => set | bit(positions), 0),
    );
    const known = new Map<number, number>();
    return (set: number) => {
      let result = known.get(set);
      if (result === undefined) {
        result = from.reduce((sum, to, number) => ((set >> number) & 1 ? sum | to : sum), 0);
        known.set(set, result);
      }
      return result;
    };
  };
  return {
    walked: reached((position) => (position < 0 ? [-1, 1] : [position, (position + 1) % 4])),
    startled: reached((position) => (position === 0 ? [-1, 0] : [position])),
    beginning: bit(Array(workers).fill(0)),
  };
}
