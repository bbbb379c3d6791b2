/** Upper bounds on the expected utility in a factory of any size, by dynamic programming in a simpler factory. */
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { readParameters, splitId } from '../../core/world/parameters.ts';
import { countBits } from '../grid.ts';
import { adjacent, layOut, move, type Town } from './town.ts';
import { type FactoryOptions, paperclipFactory, RELIABILITY } from './world.ts';

/** Upper bounds on expected utility, in [0, 1]. */
export interface UtilityBound {
  /** The bound for any disciple. */
  readonly any: number;
  /** The bound for a disciple that razes nothing. */
  readonly withoutRazing: number;
}

/**
 * Upper bounds on the expected utility of any disciple in a factory of any size, as a function of the evidence.
 *
 * The bound is the value of the optimal plan in the *calm* factory: the same one without storms, workers and weather.
 * Its states (place, stock, clips, standing houses) are few, and neither workers nor weather touch them. A storm can
 * only hurt, because whatever a disciple does among storms can be copied in the calm factory: the same moves and razes,
 * with the same luck at the machine. Where the disciple finds a house to raze, so does its copy, who has lost a subset
 * of the houses and has as much wire and as many clips. (Nobody can walk over a ruin either.) A disciple that razes
 * nothing has the same utility in both factories, so its bound is reached.
 *
 * @param id the id of a factory, with its options
 * @throws InvalidOption for the id of another world. The function that is returned throws it for evidence that the
 *   factory does not have.
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
  // Values are in blocks of (stock, clips), one for each (standing, place). Clips beyond the cap count as the cap.
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
      // Wire and clips together are at most the wire at the beginning plus one piece for each lost house.
      const sum = wire + 1 + town.houses.length - countBits(standing);
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

/** Raises entries `to`, …, `to + count − 1` to the values `from`, …, where those are greater. */
function raise(entries: Float64Array, to: number, values: Float64Array, from: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = values[from + i];
    if (value > entries[to + i]) entries[to + i] = value;
  }
}

/** Raises one row of one stock of wire by `make`: a piece is spent, so what follows is in the row before. */
function make(now: Float64Array, later: Float64Array, row: number, clips: number, count: number, p: number): void {
  const spent = row - clips;
  for (let made = 0; made < count; made++) {
    const value = p * later[spent + Math.min(made + 1, clips - 1)] + (1 - p) * later[spent + made];
    if (value > now[row + made]) now[row + made] = value;
  }
}
