/** The check that nothing leaks around the wire. */
import { InvalidWorld, LeakyWire } from '../base/errors.ts';
import { messageOf, show } from '../base/messages.ts';
import { boot, type Disciple } from '../disciple/disciple.ts';
import { exactForecaster } from '../forecast/exact-forecaster.ts';
import type { Forecast } from '../forecast/forecast.ts';
import type { Compiled } from '../tables/compile.ts';
import { nameEvidence } from '../world/evidence.ts';
import { shortKey } from '../world/state-values.ts';
import { arrive, type World } from '../world/world.ts';

/** Differences between exact probabilities below this are rounding. */
const ROUNDING = 1e-9;

/**
 * Checks that nothing leaks around the wire (docs/forecasts.md): P(e, S, 0) must be the same for every source S of the
 * library. With tables the forecasts are compared; without them, the same must arrive of every source when the wire
 * erases.
 * @param compiled the world's tables, or null where it is not compiled.
 * @throws LeakyWire naming the two disciples and an outcome.
 * @throws InvalidWorld where what arrives of the null program depends on X.
 */
export function checkWire<State>(world: World<State>, compiled: Compiled<State> | null): void {
  const wire = (source: string, x: 0 | 1): string => arrive(world, source, x);
  const [nothing, ...others] = world.disciples;
  if (wire('', 1) !== wire('', 0)) {
    const received = `${show(wire('', 1))} and ${show(wire('', 0))}`;
    throw new InvalidWorld(
      `${world.id}: wire: expected the null program to arrive alike whatever X but received ${received}`,
    );
  }
  const suspects = others.filter(({ source }) => wire(source, 0) !== wire(nothing.source, 0));
  if (suspects.length === 0) return;
  if (compiled === null) {
    const [{ id, source }] = suspects;
    const arrivals = `${show(wire(source, 0))} arrives of '${id}' but ${show(wire('', 0))} of '${nothing.id}'`;
    throw new LeakyWire(`${world.id}: when the wire erases, ${arrivals}: expected the same whatever was sent`);
  }
  const forecaster = exactForecaster(compiled);
  for (const { value } of compiled.evidences) {
    const reference = tabulate(world, forecaster(value, bootSent(compiled, nothing.source), 0));
    for (const { id, source } of suspects) {
      const other = tabulate(world, forecaster(value, bootSent(compiled, source), 0));
      const key = widest(reference, other);
      if (key === null) continue;
      const outcome = `under evidence ${nameEvidence(world, value)} the outcome ${shortKey(key)}`;
      const after = `${digits(other.get(key))} after '${id}' but ${digits(reference.get(key))} after '${nothing.id}'`;
      const leak = 'the wire leaks (--allow-leak accepts it)';
      throw new LeakyWire(`${world.id}: P(e,S,0) depends on S: ${outcome} has probability ${after}: ${leak}`);
    }
  }
}

/** The booted source; one that does not boot is a fault of the world here, since its forecast is needed. */
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

/** The key whose two probabilities differ most; null where none differ. */
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
