import { InvalidWorld, LeakyWire } from '../base/errors.ts';
import { messageOf, show } from '../base/messages.ts';
import { boot, type Disciple } from '../disciple/disciple.ts';
import { exactForecaster } from '../forecast/exact-forecaster.ts';
import type { Forecast } from '../forecast/forecast.ts';
import { type Compiled, shortKey } from '../tables/compile.ts';
import { arrive, type World } from '../world/world.ts';

/** Differences of exact probabilities below this are rounding. */
const ROUNDING = 1e-9;

/**
 * Whether nothing leaks around the wire (DESIGN §4): P(e, S, 0) must be the same for every source of the library. With
 * tables the forecasts are compared; without them, whatever arrives when the wire erases must be the same. Throws
 * `LeakyWire`, naming the two disciples and an outcome, and `InvalidWorld` where the null program depends on X.
 */
export function checkWire<State>(world: World<State>, compiled: Compiled<State> | null): void {
  const wire = (source: string, x: 0 | 1): string => {
    const arrived = arrive(world, source, x);
    if (typeof arrived === 'string') return arrived;
    throw new InvalidWorld(`${world.id}: wire: expected a string but received ${show(arrived)}`);
  };
  const [nothing, ...others] = world.disciples;
  if (wire('', 1) !== wire('', 0)) {
    throw new InvalidWorld(
      `${world.id}: wire: expected the null program to arrive alike whatever X but received ${show(wire('', 1))} and ${show(wire('', 0))}`,
    );
  }
  const suspects = others.filter(({ source }) => wire(source, 0) !== wire(nothing.source, 0));
  if (suspects.length === 0) return;
  if (compiled === null) {
    const [{ id, source }] = suspects;
    throw new LeakyWire(
      `${world.id}: when the wire erases, ${show(wire(source, 0))} arrives of '${id}' but ${show(wire('', 0))} of '${nothing.id}': expected the same whatever was sent`,
    );
  }
  const forecaster = exactForecaster(compiled);
  for (const { value } of compiled.evidences) {
    const reference = tabulate(world, forecaster(value, bootSent(compiled, nothing.source), 0));
    for (const { id, source } of suspects) {
      const other = tabulate(world, forecaster(value, bootSent(compiled, source), 0));
      const key = widest(reference, other);
      if (key === null) continue;
      throw new LeakyWire(
        `${world.id}: P(e,S,0) depends on S: under evidence [${value}] the outcome ${shortKey(key)} has probability ${digits(other.get(key))} after '${id}' but ${digits(reference.get(key))} after '${nothing.id}': the wire leaks (--allow-leak accepts it)`,
      );
    }
  }
}

/** A source that does not boot is another check's business: here only what arrives of it matters. */
function bootSent<State>(compiled: Compiled<State>, source: string): Disciple<State> {
  try {
    return boot(compiled, source);
  } catch (error) {
    throw new InvalidWorld(`${compiled.world.id}: ${messageOf(error)}`, { cause: error });
  }
}

function tabulate<State>(world: World<State>, forecast: Forecast<State>): ReadonlyMap<string, number> {
  return new Map(forecast.outcomes.map((outcome, i) => [world.key(outcome), forecast.probabilities[i]]));
}

/** The key whose probabilities differ most; null where none do. */
function widest(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): string | null {
  let widestKey: string | null = null;
  let gap = ROUNDING;
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const difference = Math.abs((a.get(key) ?? 0) - (b.get(key) ?? 0));
    if (difference <= gap) continue;
    gap = difference;
    widestKey = key;
  }
  return widestKey;
}

function digits(probability: number | undefined): string {
  return String(Number((probability ?? 0).toPrecision(4)));
}
