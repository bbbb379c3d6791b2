/** One iteration of a disciple's training charges, judges and learns from what it should. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Detours } from '../../../agents/disciple/detours.ts';
import { DiscipleTraining, type DiscipleTrainingOptions } from '../../../agents/disciple/disciple-training.ts';
import type { Episodes } from '../../../agents/disciple/episodes.ts';
import { type Drawn, OutcomeDiscriminator } from '../../../agents/disciple/outcome-discriminator.ts';
import { type ShareName, shares } from '../../../agents/disciple/share.ts';
import { stream } from '../../../core/base/random.ts';
import { compile } from '../../../core/tables/compile.ts';
import { type Backend, loadBackend } from '../../../learning/backend/backend.ts';
import { ActorCritic, type ActorCriticBatch } from '../../../learning/policy/actor-critic.ts';
import { testBackend } from '../../backend.ts';
import { samplingTolerance, totalVariation } from '../../fixtures/laws.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

type Played = Episodes<TinyState> & { readonly evidence: Int32Array };

/** What every player has played, the pilot's first; rewards are those that training then makes of them. */
const played = vi.hoisted(() => [] as unknown[]) as Played[];
vi.mock('../../../agents/disciple/episodes.ts', async (original) => {
  const real = await original<typeof import('../../../agents/disciple/episodes.ts')>();
  return {
    ...real,
    playerOf: (...target: Parameters<typeof real.playerOf>) => {
      const play = real.playerOf(...target);
      return (...asked: Parameters<typeof play>) => {
        const episodes = play(...asked);
        played.push(episodes as Played);
        return episodes;
      };
    },
  };
});

const TRACE = 0.95;
const compiled = compile(tinyWorld);
const { horizon, actions } = tinyWorld;
const width = actions.length + 1;
const clips = (state: TinyState) => state.clips;

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend(testBackend);
});
beforeEach(() => {
  played.length = 0;
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Everything that passes between the parts in some iterations. */
function listen(change: Partial<DiscipleTrainingOptions<TinyState>> = {}, iterations = 1) {
  const batches: { batch: ActorCriticBatch; entropyWeight: number }[] = [];
  const update = ActorCritic.prototype.update;
  vi.spyOn(ActorCritic.prototype, 'update').mockImplementation(function (
    this: ActorCritic,
    batch,
    entropyWeight,
    shuffle,
  ) {
    batches.push({ batch, entropyWeight });
    update.call(this, batch, entropyWeight, shuffle);
  });
  const judged: Drawn<unknown>[] = [];
  const logits: Float32Array[] = [];
  const judge = OutcomeDiscriminator.prototype.logits;
  vi.spyOn(OutcomeDiscriminator.prototype, 'logits').mockImplementation(function (
    this: OutcomeDiscriminator<unknown>,
    drawn,
  ) {
    judged.push(drawn);
    logits.push(judge.call(this, drawn));
    return logits[logits.length - 1];
  });
  const learn = vi.spyOn(OutcomeDiscriminator.prototype, 'update');
  const training = new DiscipleTraining<TinyState>({
    target: compiled,
    backend,
    goal: clips,
    weight: 1,
    share: 'soft',
    seed: 5,
    iterations,
    episodes: 60,
    entropy: [0.4, 0.1],
    detours: 0.5,
    ...change,
  });
  const steps = Array.from({ length: iterations }, () => training.step());
  training.dispose();
  const [pilot, ...episodes] = played;
  return { pilot, episodes, batches, judged, logits, learnt: learn.mock.calls, steps };
}

/** The detours of the first iteration, drawn once more. */
function firstDetours(count = 60, share = 0.5, seed = 5): Detours {
  return new Detours(count, horizon, actions.length, share, stream(seed, 'disciple', 'detours'));
}

function sumOf(rewards: Float32Array, episode: number): number {
  return rewards.subarray(episode * horizon, (episode + 1) * horizon).reduce((sum, reward) => sum + reward, 0);
}

describe('rewards', () => {
  test.each(['tv', 'soft', 'js'] as const)(
    'are the goal’s growth, less λ times the share at the outcome: %s',
    (share: ShareName) => {
      const weight = 0.7;
      const { episodes, logits } = listen({ weight, share });
      const [{ rewards, outcomes, count }] = episodes;
      let charged = 0;
      for (let episode = 0; episode < count; episode++) {
        const part = shares[share](logits[0][episode]);
        expect(sumOf(rewards, episode)).toBeCloseTo(outcomes[episode].clips - weight * part, 5);
        // Nothing is charged before the last tick.
        const early = rewards.subarray(episode * horizon, (episode + 1) * horizon - 1);
        expect(early.every((reward) => reward === 0 || reward === 1)).toBe(true);
        charged += Math.abs(part);
      }
      expect(charged).toBeGreaterThan(0);
    },
  );

  test('at λ = 0 are the goal’s growth alone, and no discriminator is trained', () => {
    const { episodes, judged, learnt, steps } = listen({ weight: 0 });
    const [{ rewards, outcomes, count }] = episodes;
    for (let episode = 0; episode < count; episode++) expect(sumOf(rewards, episode)).toBe(outcomes[episode].clips);
    expect([judged.length, learnt.length, steps[0].share]).toEqual([0, 0, 0]);
  });
});

describe('the discriminator', () => {
  test('judges every outcome, and learns only from episodes without a detour', () => {
    const { episodes, judged, learnt } = listen();
    const detours = firstDetours();
    const own = episodes[0].outcomes.filter((_, episode) => detours.own(episode));
    expect(own.length).toBeGreaterThan(15);
    expect(own.length).toBeLessThan(45);
    expect(judged.map(({ outcomes }) => outcomes)).toEqual([episodes[0].outcomes]);
    expect(learnt.length).toBe(2);
    for (const [present, absent] of learnt) {
      expect(present.outcomes).toEqual(own);
      expect([...present.evidence]).toEqual([...episodes[0].evidence].filter((_, episode) => detours.own(episode)));
      expect(absent.outcomes.length).toBe(own.length);
      expect((absent.outcomes as TinyState[]).every((state) => !state.present && state.clips === 0)).toBe(true);
    }
    // Fresh draws of the other branch for each update.
    expect(learnt[0][1].outcomes).not.toEqual(learnt[1][1].outcomes);
  });

  test('is told how much of the training is done', () => {
    expect(listen({}, 4).learnt.map(([, , progress]) => progress)).toEqual([0, 0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75]);
  });
});

describe('advantages', () => {
  /** By definition: Σ (0.95)ᵏ δ at the rows after, up to the end or a detour, each in its own sum. */
  function advantagesByHand(rewards: Float32Array, outputs: Float32Array, detours: Detours): (number | null)[] {
    const value = (episode: number, tick: number) =>
      tick === horizon ? 0 : outputs[(episode * horizon + tick) * width + actions.length];
    const delta = (episode: number, tick: number) =>
      rewards[episode * horizon + tick] + value(episode, tick + 1) - value(episode, tick);
    return Array.from({ length: rewards.length }, (_, row) => {
      const episode = Math.floor(row / horizon);
      let sum = 0;
      for (let tick = row % horizon, trace = 1; tick < horizon; tick++, trace *= TRACE) {
        if (detours.at(episode, tick)) return tick === row % horizon ? null : sum;
        sum += trace * delta(episode, tick);
      }
      return sum;
    });
  }

  test('are generalised, end at detours, and are in units of their deviation; the value learns the returns', () => {
    const { episodes, batches } = listen();
    const [{ batch }] = batches;
    const { outputs, advantages, returns, learnt } = batch;
    const byHand = advantagesByHand(episodes[0].rewards, outputs, firstDetours());
    const kept = byHand.filter((advantage) => advantage !== null);
    expect(kept.length).toBeLessThan(byHand.length);
    const deviation = Math.sqrt(kept.reduce((sum, advantage) => sum + advantage ** 2, 0) / kept.length);
    byHand.forEach((advantage, row) => {
      expect(learnt[row]).toBe(advantage === null ? 0 : 1);
      if (advantage === null) return;
      expect(advantages[row]).toBeCloseTo(advantage / deviation, 4);
      expect(returns[row]).toBeCloseTo(advantage + outputs[row * width + actions.length], 5);
    });
  });

  test('are measured by a deviation in which older iterations weigh 0.9 of the next', () => {
    const { episodes, batches } = listen({ detours: 0 }, 3);
    const none = firstDetours(60, 0);
    let square = 0;
    batches.forEach(({ batch }, i) => {
      const byHand = advantagesByHand(episodes[i].rewards, batch.outputs, none) as number[];
      const now = byHand.reduce((sum, advantage) => sum + advantage ** 2, 0) / byHand.length;
      square = i === 0 ? now : 0.9 * square + 0.1 * now;
      expect(batch.learnt.every((one) => one === 1)).toBe(true);
      batch.advantages.forEach((advantage, row) => {
        expect(advantage).toBeCloseTo(byHand[row] / Math.sqrt(square), 4);
      });
    });
  });
});

test('the entropy bonus goes from its first weight towards its last', () => {
  const weights = listen({}, 4).batches.map(({ entropyWeight }) => entropyWeight);
  [0.4, 0.325, 0.25, 0.175].forEach((weight, i) => {
    expect(weights[i]).toBeCloseTo(weight, 12);
  });
});

test('chance chooses the actions of a detour, and the policy all others', () => {
  const { episodes, batches } = listen({ episodes: 400 });
  const detours = firstDetours(400);
  const { outputs } = batches[0].batch;
  // The first policy is all but even: what it draws cannot be told from chance, but what a detour holds on to can.
  let pairs = 0;
  let same = 0;
  for (let episode = 0; episode < 400; episode++) {
    for (let tick = 1; tick < horizon; tick++) {
      if (!detours.at(episode, tick) || !detours.at(episode, tick - 1)) continue;
      pairs++;
      if (episodes[0].actions[episode * horizon + tick] === episodes[0].actions[episode * horizon + tick - 1]) same++;
    }
  }
  expect(Math.abs(outputs[0] - outputs[1])).toBeLessThan(0.1);
  const p = 1 / 2 + 1 / (2 * actions.length);
  expect(Math.abs(same / pairs - p)).toBeLessThan(4.9 * Math.sqrt((p * (1 - p)) / pairs));
});

test('a step returns means over the episodes without a detour', () => {
  const { episodes, logits, steps, batches } = listen();
  const detours = firstDetours();
  const own = [...episodes[0].outcomes.keys()].filter((episode) => detours.own(episode));
  const mean = (value: (episode: number) => number) =>
    own.reduce((sum, episode) => sum + value(episode), 0) / own.length;
  expect(steps[0].iteration).toBe(1);
  expect(steps[0].goal).toBeCloseTo(
    mean((episode) => episodes[0].outcomes[episode].clips),
    6,
  );
  expect(steps[0].share).toBeCloseTo(
    mean((episode) => shares.soft(logits[0][episode])),
    6,
  );
  const { outputs } = batches[0].batch;
  let entropy = 0;
  for (let start = 0; start < outputs.length; start += width) {
    const odds = [...outputs.subarray(start, start + actions.length)].map(Math.exp);
    const sum = odds.reduce((total, one) => total + one, 0);
    for (const one of odds) entropy -= (one / sum) * Math.log(one / sum);
  }
  expect(steps[0].entropy).toBeCloseTo(entropy / (outputs.length / width), 5);
});

describe('evidence', () => {
  const law = (indices: readonly number[]) => {
    const counts = new Map<string, number>();
    for (const e of indices) counts.set(String(e), (counts.get(String(e)) ?? 0) + 1 / indices.length);
    return counts;
  };

  /** Of both branches, the pilot included. */
  function drawnIn(change: Partial<DiscipleTrainingOptions<TinyState>>) {
    const { pilot, episodes, learnt } = listen({ episodes: 1500, detours: 0, ...change });
    const absent = learnt.flatMap(([, { evidence }]) => [...evidence]);
    const present = [pilot, ...episodes].flatMap(({ evidence }) => [...evidence]);
    // An outcome tells under which evidence it came about.
    episodes[0].outcomes.forEach(({ reliability, draught }, i) => {
      expect([reliability, draught]).toEqual(compiled.evidences[episodes[0].evidence[i]].value);
    });
    const states = learnt.flatMap(([, { outcomes }]) => [...outcomes]) as TinyState[];
    states.forEach(({ reliability, draught }, i) => {
      expect([reliability, draught]).toEqual(compiled.evidences[absent[i]].value);
    });
    return { present, absent };
  }

  test('is drawn from the prior in both branches', () => {
    const prior = new Map(compiled.evidences.map(({ probability }, e) => [String(e), probability]));
    const { present, absent } = drawnIn({});
    for (const drawn of [present, absent])
      expect(totalVariation(law(drawn), prior)).toBeLessThan(samplingTolerance(prior, drawn.length));
    const even = new Map([...prior.keys()].map((key) => [key, 1 / prior.size]));
    expect(totalVariation(law(present), even)).toBeGreaterThan(samplingTolerance(even, present.length));
  });

  test('is drawn evenly from the values that are named, in both branches', () => {
    const named = new Map([1, 4].map((e) => [String(e), 0.5]));
    const { present, absent } = drawnIn({ evidence: [1, 4] });
    for (const drawn of [present, absent]) {
      expect(new Set(drawn)).toEqual(new Set([1, 4]));
      expect(totalVariation(law(drawn), named)).toBeLessThan(samplingTolerance(named, drawn.length));
    }
  });
});
