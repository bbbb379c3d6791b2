/** Detours lie in the right share of the episodes, and chance chooses their actions evenly. */
import { describe, expect, test } from 'vitest';
import { Detours } from '../../../agents/disciple/detours.ts';
import { stream } from '../../../core/base/random.ts';

const ACTIONS = 4;
const EPISODES = 20_000;
/** So many standard deviations a right frequency is from its probability less than once in a million. */
const DEVIATIONS = 4.9;

function expectFrequency(count: number, of: number, p: number): void {
  expect(Math.abs(count / of - p)).toBeLessThanOrEqual(DEVIATIONS * Math.sqrt((p * (1 - p)) / of));
}

function made(horizon: number, share: number, seed = 0): Detours {
  return new Detours(EPISODES, horizon, ACTIONS, share, stream(seed, 'detours', horizon, share));
}

/** First tick of a detour and its ticks within the episode; null where there is none. */
function stretchOf(detours: Detours, episode: number, horizon: number): { first: number; ticks: number[] } | null {
  const ticks = Array.from({ length: horizon }, (_, tick) => tick).filter((tick) => detours.at(episode, tick));
  return ticks.length === 0 ? null : { first: ticks[0], ticks };
}

describe('detours', () => {
  test.each([0, 0.3, 0.9])('lie in a share of %s of the episodes; the others are the disciple’s own', (share) => {
    const detours = made(10, share);
    let own = 0;
    for (let episode = 0; episode < EPISODES; episode++) {
      expect(detours.own(episode)).toBe(stretchOf(detours, episode, 10) === null);
      if (detours.own(episode)) own++;
    }
    if (share === 0) expect(own).toBe(EPISODES);
    else expectFrequency(own, EPISODES, 1 - share);
  });

  test.each([1, 2, 7, 10])(
    'are one stretch each, begin anywhere and last at most half an episode: horizon %d',
    (horizon) => {
      const detours = made(horizon, 0.5);
      const begun = new Array(horizon).fill(0);
      // Of those that begin where any length fits.
      const lengths = new Map<number, number>();
      let all = 0;
      let early = 0;
      for (let episode = 0; episode < EPISODES; episode++) {
        const stretch = stretchOf(detours, episode, horizon);
        if (!stretch) continue;
        const { first, ticks } = stretch;
        expect(ticks).toEqual(ticks.map((_, i) => first + i));
        expect(ticks.length).toBeLessThanOrEqual(Math.ceil(horizon / 2));
        all++;
        begun[first]++;
        if (first > horizon / 2) continue;
        early++;
        lengths.set(ticks.length, (lengths.get(ticks.length) ?? 0) + 1);
      }
      for (const count of begun) expectFrequency(count, all, 1 / horizon);
      // 1 + ⌊u · horizon / 2⌋: where the horizon is odd, the longest is half as likely.
      for (let length = 1; length <= Math.ceil(horizon / 2); length++) {
        const p = Math.min(1, horizon / 2 - (length - 1)) / (horizon / 2);
        expectFrequency(lengths.get(length) ?? 0, early, p);
      }
    },
  );

  test('choose a new action half of the time, all actions equally likely', () => {
    const horizon = 40;
    const detours = made(horizon, 0.5);
    const firsts = new Array(ACTIONS).fill(0);
    let begun = 0;
    let pairs = 0;
    let same = 0;
    for (let episode = 0; episode < EPISODES / 4; episode++) {
      const stretch = stretchOf(detours, episode, horizon);
      if (!stretch) continue;
      const actions = stretch.ticks.map((tick) => detours.action(episode, tick));
      expect(actions.every((action) => Number.isInteger(action) && action >= 0 && action < ACTIONS)).toBe(true);
      begun++;
      firsts[actions[0]]++;
      for (let i = 1; i < actions.length; i++) {
        pairs++;
        if (actions[i] === actions[i - 1]) same++;
      }
    }
    for (const count of firsts) expectFrequency(count, begun, 1 / ACTIONS);
    expectFrequency(same, pairs, 1 / 2 + 1 / (2 * ACTIONS));
  });

  test('are the same for the same stream', () => {
    const [one, two, other] = [made(10, 0.5, 1), made(10, 0.5, 1), made(10, 0.5, 2)];
    const all = (detours: Detours) => Array.from({ length: 200 }, (_, episode) => stretchOf(detours, episode, 10));
    expect(all(one)).toEqual(all(two));
    expect(all(one)).not.toEqual(all(other));
  });
});
