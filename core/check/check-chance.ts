/** Checks of a world's randomness: enumeration and sampling must agree. */
import { InvalidWorld } from '../base/errors.ts';
import { expected } from '../base/messages.ts';
import { shuffle, stream } from '../base/random.ts';
import { type Chance, Enumerator, sampledChance, TooManyChoices } from '../world/chance.ts';
import type { EvidenceValue } from '../world/evidence.ts';
import { checkState, shortKey } from '../world/state-values.ts';
import type { World } from '../world/world.ts';
import { blame, nameState, type Probe } from './check-states.ts';

/** Probability with which the sampling checks of one `checkChance` together refuse a world that keeps its contract. */
const LEVEL = 1e-9;
const SAMPLED_CALLS = 8;
const SAMPLES = 2_000;
/** Calls that are enumerated at most, traces of one call, and traces of all. A call with more traces is skipped. */
const ENUMERATED_CALLS = 400;
const MOST_TRACES = 20_000;
const MOST_TRACES_IN_ALL = 200_000;

/** One call of the world that takes a chance. */
interface Call<State> {
  readonly where: string;
  run(chance: Chance): State;
}

/**
 * Enumerates `begin` and, in the probed states, `step`. Probabilities must sum to one, the same choices must give the
 * same state twice, and the resulting states must have faithful keys. For a few calls, samples must agree with the
 * enumeration.
 * @throws InvalidWorld
 */
export function checkChance<State>(
  world: World<State>,
  evidences: readonly EvidenceValue[],
  probe: Probe<State>,
  seed: number,
): void {
  const calls = shuffle(listCalls(world, evidences, probe), stream(seed, 'check', 'calls'));
  let traces = 0;
  const enumerated: { readonly call: Call<State>; readonly law: ReadonlyMap<string, number> }[] = [];
  for (const call of calls.slice(0, ENUMERATED_CALLS)) {
    const result = enumerateKeys(world, call, probe);
    traces += result.traces;
    if (result.law) enumerated.push({ call, law: result.law });
    if (traces > MOST_TRACES_IN_ALL) break;
  }
  const random = enumerated.filter(({ law }) => law.size > 1);
  // Calls that enumerate to one state are sampled too, because randomness beside `chance` would show there.
  const certain = enumerated.filter(({ law }) => law.size === 1);
  for (const list of [random, certain]) {
    const step = Math.max(1, Math.floor(list.length / SAMPLED_CALLS));
    for (let i = 0; i < SAMPLED_CALLS && i * step < list.length; i++) {
      checkSamples(world, list[i * step].call, list[i * step].law, seed);
    }
  }
}

function listCalls<State>(
  world: World<State>,
  evidences: readonly EvidenceValue[],
  probe: Probe<State>,
): Call<State>[] {
  const calls: Call<State>[] = [];
  for (const { value } of evidences.slice(0, 16)) {
    for (const present of [false, true]) {
      calls.push({
        where: `begin([${value}], ${present})`,
        run: (chance) => world.begin(value, present, chance),
      });
    }
  }
  for (const [i, state] of probe.states.entries()) {
    for (const [action, name] of world.actions.entries()) {
      if (action > 0 && !probe.acting[i]) continue;
      calls.push({
        where: `step(${nameState(world, state)}, '${name}')`,
        run: (chance) => world.step(state, action, chance),
      });
    }
  }
  return calls;
}

class TooManyTraces extends Error {}

/** The probability of each resulting key, or null where there are too many traces; and how many traces were run. */
function enumerateKeys<State>(
  world: World<State>,
  { where, run }: Call<State>,
  probe: Probe<State>,
): { readonly law: ReadonlyMap<string, number> | null; readonly traces: number } {
  const law = new Map<string, number>();
  let traces = 0;
  let sum = 0;
  let refused: unknown = null;
  try {
    blame(world, where, () =>
      new Enumerator().run(run, (state, probability) => {
        if (++traces > MOST_TRACES) {
          refused = new TooManyTraces();
          throw refused;
        }
        probe.meet(checkState(state));
        const key = world.key(state);
        law.set(key, (law.get(key) ?? 0) + probability);
        sum += probability;
      }),
    );
  } catch (error) {
    const { cause } = error as Error;
    if (refused !== null || cause instanceof TooManyChoices) return { law: null, traces };
    throw error;
  }
  if (!(Math.abs(sum - 1) <= 1e-9)) {
    throw new InvalidWorld(expected(`${world.id}: ${where}`, 'probabilities that sum to 1', sum));
  }
  return { law, traces };
}

/**
 * Refuses a count that is less likely than this check's share of `LEVEL`. Chernoff's bound on that probability is
 * 2 exp(−n·KL(count/n ‖ p)); unlike a chi-square test, it holds for cells of any expected count.
 */
function checkSamples<State>(
  world: World<State>,
  { where, run }: Call<State>,
  law: ReadonlyMap<string, number>,
  seed: number,
): void {
  const chance = sampledChance(stream(seed, 'check', where));
  const counts = new Map<string, number>();
  for (let i = 0; i < SAMPLES; i++) {
    const key = world.key(blame(world, where, () => run(chance)));
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (law.has(key)) continue;
    const received = `state ${shortKey(key)}, which enumeration never meets: take randomness from chance alone`;
    throw new InvalidWorld(`${world.id}: ${where}: expected samples as enumerated but received ${received}`);
  }
  const threshold = Math.log((2 * law.size * 2 * SAMPLED_CALLS) / LEVEL);
  for (const [key, p] of law) {
    const share = (counts.get(key) ?? 0) / SAMPLES;
    if (SAMPLES * relativeEntropy(share, p) <= threshold) continue;
    throw new InvalidWorld(
      expected(`${world.id}: ${where}: share of state ${shortKey(key)} in ${SAMPLES} samples`, `about ${p}`, share),
    );
  }
}

/** KL divergence of Bernoulli(q) from Bernoulli(p), in nats. */
function relativeEntropy(q: number, p: number): number {
  const term = (a: number, b: number) => (a <= 0 ? 0 : a * Math.log(a / Math.max(b, Number.MIN_VALUE)));
  return term(q, p) + term(1 - q, Math.max(0, 1 - p));
}
