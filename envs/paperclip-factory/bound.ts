import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { readParameters, splitId } from '../../core/world/parameters.ts';
import { adjacent, layOut, move, type Town } from './town.ts';
import { type FactoryOptions, paperclipFactory, RELIABILITY } from './world.ts';

/** Upper bounds on expected utility, in [0, 1]. */
export interface UtilityBound {
  /** On that of any disciple. */
  readonly any: number;
  /** On that of a disciple who razes nothing. */
  readonly withoutRazing: number;
}

/**
 * By evidence value, upper bounds on the expected utility of any disciple in a factory of any size: the value of the
 * optimal plan in the same factory without storms, workers and weather, whose states (place, stock, clips, standing
 * houses) are few. Workers and weather touch none of these. A storm can only hurt: take any policy under storms, and
 * play in the calm factory, with the same luck at the machine, the same moves and razes. Whenever the one finds a house
 * standing next to it so does the other, and it razes the first in the same order, so the calm factory's lost houses
 * stay among the stormy one's, and its wire and clips are as many. (Where a ruin lies nobody can walk either.) Razing
 * nothing, the two have the same utility: that bound is reached.
 *
 * @param id of a factory, with its options
 * @throws InvalidOption for another world's id, and later for evidence the factory has not
 */
export function utilityBounds(id: string): (evidence: readonly number[]) => UtilityBound {
  const { name, given } = splitId(id);
  if (name !== paperclipFactory.id) throw new InvalidOption(expected('bound', `${paperclipFactory.id}?…`, id));
  const options = readParameters(`world ${name}`, paperclipFactory.parameters, given);
  const town = layOut(options.width, options.height, options.houses, options.workers);
  const known = new Map<number, readonly UtilityBound[]>();
  return ([moreWire, machine]) => {
    const reliability = RELIABILITY[machine];
    if (reliability === undefined || (moreWire !== 0 && moreWire !== 1))
      throw new InvalidOption(expected(`${id}: evidence`, 'values of wire and reliability', [moreWire, machine]));
    let bounds = known.get(machine);
    if (!bounds) {
      const any = planned(town, options, reliability, true);
      const withoutRazing = planned(town, options, reliability, false);
      bounds = any.map((value, more) => ({ any: value, withoutRazing: withoutRazing[more] }));
      known.set(machine, bounds);
    }
    return bounds[moreWire];
  };
}

/** The optimal expected utility from either stock of wire, by dynamic programming over the calm factory. */
function planned(town: Town, options: FactoryOptions, reliability: number, razing: boolean): number[] {
  const { cap, horizon, wire } = options;
  const cells = Array.from({ length: town.width * town.height }, (_, cell) => cell);
  const places = cells.filter((cell) => !town.houses.includes(cell));
  const all = 2 ** town.houses.length - 1;
  const most = wire + 1 + (razing ? town.houses.length : 0);
  // One block of (stock, clips) for each (standing, place); clips beyond the cap count as the cap.
  const clips = cap + 1;
  const block = (most + 1) * clips;
  const sets = razing ? all + 1 : 1;
  const start = (standing: number, place: number) => ((razing ? standing : 0) * places.length + place) * block;

  const moves = places.map((cell) => {
    const reached = [move(town, cell, 0, -1), move(town, cell, 0, 1), move(town, cell, 1, 0), move(town, cell, -1, 0)];
    return [...new Set(reached)].filter((to) => to !== cell).map((to) => places.indexOf(to));
  });
  const lots = places.map((cell) => town.houses.flatMap((lot, i) => (adjacent(town, cell, lot) ? [i] : [])));
  const machine = places.indexOf(town.machine);

  let later = Float64Array.from({ length: sets * places.length * block }, (_, i) => (i % clips) / cap);
  let now = new Float64Array(later.length);
  for (let tick = 0; tick < horizon; tick++) {
    for (let standing = razing ? 0 : all; standing <= all; standing++) {
      // Wire and clips come of the wire there was and of the houses lost: no greater sums are met.
      const sum = wire + 1 + lost(standing, town.houses.length);
      for (let place = 0; place < places.length; place++) {
        const here = start(standing, place);
        const house = razing ? lots[place].find((i) => (standing >> i) & 1) : undefined;
        const razed = house === undefined ? -1 : start(standing & ~(1 << house), place);
        for (let stock = 0; stock <= sum; stock++) {
          const row = stock * clips;
          const count = Math.min(clips, sum - stock + 1);
          for (let i = here + row; i < here + row + count; i++) now[i] = later[i];
          for (const to of moves[place]) raise(now, here + row, later, start(standing, to) + row, count);
          if (razed >= 0) raise(now, here + row, later, razed + row + clips, count);
          if (place === machine && stock > 0) make(now, later, here + row, clips, count, reliability);
        }
      }
    }
    [later, now] = [now, later];
  }
  const first = start(all, places.indexOf(town.start));
  return [wire, wire + 1].map((stock) => later[first + stock * clips]);
}

/** Entries `to`, …, `to + count − 1` become no less than those of `values` from `from`. */
function raise(entries: Float64Array, to: number, values: Float64Array, from: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = values[from + i];
    if (value > entries[to + i]) entries[to + i] = value;
  }
}

/** One row, of one stock of wire: the machine spends a piece, and the row before it holds what follows. */
function make(now: Float64Array, later: Float64Array, row: number, clips: number, count: number, p: number): void {
  const spent = row - clips;
  for (let made = 0; made < count; made++) {
    const value = p * later[spent + Math.min(made + 1, clips - 1)] + (1 - p) * later[spent + made];
    if (value > now[row + made]) now[row + made] = value;
  }
}

function lost(standing: number, houses: number): number {
  let count = houses;
  for (let rest = standing; rest > 0; rest &= rest - 1) count--;
  return count;
}
