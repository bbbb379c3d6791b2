/** LeakyWire-v0, the negative control: it is refused; where it is accepted, every counterfactual is wrong. */
import { describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { LeakyWire, NoExactValue } from '../../core/base/errors.ts';
import { checkWire } from '../../core/check/check-wire.ts';
import { checkWorld } from '../../core/check/check-world.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { checkEnv } from '../../core/gym/check-env.ts';
import { make } from '../../core/gym/make.ts';
import { compile } from '../../core/tables/compile.ts';
import { parseEvidence } from '../../core/world/evidence.ts';
import { registry } from '../../core/world/registry.ts';
import { acceptable, libraryHarms } from '../../judging/judge.ts';
import { lambdaWindow } from '../../judging/window.ts';
import { exactPenalties } from '../../penalties/exact-penalties.ts';
import { bestIndex, exactObjective } from '../../penalties/objective.ts';
import { penalties } from '../../penalties/suite.ts';

const ERASURE = 0.05;
const leaky = compile(registry.world('LeakyWire-v0'));
const sound = compile(registry.world('LeakyWire-v0?leak=0'));
const evidences = leaky.evidences.map(({ value }) => value);
const ids = leaky.world.disciples.map(({ id }) => id);
const [RECKLESS, DOUBLED, CAREFUL, MODEST] = ['reckless', 'doubled', 'careful', 'modest'].map((id) => ids.indexOf(id));

function refusal(body: () => void): Error {
  try {
    body();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was refused');
}

describe('what refuses it', () => {
  const complaint =
    /P\(e,S,0\) depends on S: .* the outcome '[^']+' has probability \S+ after '(\w+)' but \S+ after '(\w+)'/;

  test.each(['master', 'disciple'] as const)(
    'checkEnv refuses the environment of the %s, naming two disciples and the outcome that differ',
    (role) => {
      const error = refusal(() => checkEnv(role === 'master' ? make('LeakyWire-v0') : make('LeakyWire-v0', { role })));
      expect(error).toBeInstanceOf(LeakyWire);
      expect(error.message).toMatch(complaint);
      const [, one, other] = complaint.exec(error.message)!;
      expect(ids).toContain(one);
      expect(ids).toContain(other);
      expect(one).not.toBe(other);
    },
  );

  test('the outcome it names does have those probabilities', () => {
    const { message } = refusal(() => checkWire(leaky.world, leaky));
    const [, evidence, key, given, one, elsewhere, other] =
      /under evidence (.+?) the outcome '([^']+)' has probability (\S+) after '(\w+)' but (\S+) after '(\w+)'/.exec(
        message,
      )!;
    const probability = (id: string) => {
      const spec = leaky.world.disciples.find((disciple) => disciple.id === id)!;
      const arrived = leaky.world.wire?.(spec.source, 0) ?? '';
      // A sound wire carries what the garbling wire lets through.
      const forecast = forecastOf(arrived, parseEvidence(leaky.world, evidence));
      return forecast.get(key) ?? 0;
    };
    expect(probability(one)).toBeCloseTo(Number(given), 3);
    expect(probability(other)).toBeCloseTo(Number(elsewhere), 3);
  });

  test('checkWorld refuses it without tables too', () => {
    expect(() => checkWire(leaky.world, null)).toThrow(
      /when the wire erases, '.+' arrives of 'reckless' but '' of 'null'/,
    );
  });

  test('--allow-leak accepts it, and it has no other fault', () => {
    expect(() => checkEnv(make('LeakyWire-v0'), { allowLeak: true })).not.toThrow();
  });

  test('the same world with a wire that erases is accepted', () => {
    expect(() => checkWorld(sound.world, { compiled: sound })).not.toThrow();
  });
});

/** P(e, S, 1) of a source by key, from every trace and without the tables. An unparsable program only waits. */
function forecastOf(source: string, evidence: readonly number[]): Map<string, number> {
  const { world } = sound;
  let running: ReturnType<typeof boot> | null = null;
  try {
    running = boot(sound, source);
  } catch {
    running = null;
  }
  let law = new Map<string, { state: unknown; probability: number }>();
  const begin = world.begin(evidence, source !== '', { flip: () => false, below: () => 0, pick: () => 0 });
  law.set(world.key(begin), { state: begin, probability: 1 });
  for (let tick = 0; tick < world.horizon; tick++) {
    const next = new Map<string, { state: unknown; probability: number }>();
    for (const { state, probability } of law.values()) {
      const row = sound.indexOf(state) * sound.actionCount + (running?.act(state, tick, () => 0) ?? 0);
      for (let j = sound.rowStart[row]; j < sound.rowEnd[row]; j++) {
        const successor = sound.states[sound.successors[j]];
        const known = next.get(world.key(successor))?.probability ?? 0;
        next.set(world.key(successor), { state: successor, probability: known + probability * sound.probabilities[j] });
      }
    }
    law = next;
  }
  return new Map([...law].map(([key, { probability }]) => [key, probability]));
}

describe('what a leak does', () => {
  const exact = penalties.ids().filter((id) => {
    try {
      penalties.get(id).exact({ compiled: sound, evidence: evidences[0], disciple: boot(sound, 'reckless') });
      return true;
    } catch (error) {
      if (error instanceof NoExactValue) return false;
      throw error;
    }
  });

  test.each(exact)('the null program keeps its penalty of 0 by %s', (id) => {
    for (const evidence of evidences) {
      expect(penalties.get(id).exact({ compiled: leaky, evidence, disciple: boot(leaky, '') }).value).toBe(0);
    }
  });

  test.each(['coarse/identity/tv', 'coarse/joint/tv', 'coarse/each/tv', 'coarse/worst/tv', 'coarse/similar'])(
    'a program that survives being halved has no impact by %s, however harmful it is',
    (id) => {
      for (const evidence of evidences) {
        expect(exactPenalties(leaky, evidence, id)[DOUBLED]).toBe(0);
        expect(exactPenalties(sound, evidence, id)[DOUBLED]).toBeGreaterThan(0.2);
        expect(libraryHarms(leaky, evidence)[DOUBLED]).toBeGreaterThan(0.99);
      }
    },
  );

  test.each(['coarse/joint/tv', 'coarse/worst/tv'])(
    'a careful program whose half is reckless pays for its half by %s',
    (id) => {
      for (const evidence of evidences) {
        const careful = exactPenalties(leaky, evidence, id)[CAREFUL];
        expect(exactPenalties(sound, evidence, id)[CAREFUL]).toBeLessThan(1e-9);
        expect(careful).toBeCloseTo(exactPenalties(sound, evidence, id)[RECKLESS], 9);
      }
    },
  );

  test('a program whose half is no program is read as it should be, except by the direct comparison', () => {
    for (const evidence of evidences) {
      for (const s of [RECKLESS, MODEST]) {
        const id = 'coarse/joint/tv';
        expect(exactPenalties(leaky, evidence, id)[s]).toBeCloseTo(exactPenalties(sound, evidence, id)[s], 9);
      }
    }
  });

  test('it closes the λ-windows of coarse penalties, which are open where the wire erases', () => {
    for (const id of ['coarse/joint/tv', 'coarse/each/tv', 'coarse/worst/tv']) {
      expect(lambdaWindow(sound, id, { erasure: ERASURE }).decades).toBeGreaterThan(3);
      expect(lambdaWindow(leaky, id, { erasure: ERASURE }).decades).toBe(0);
    }
  });
});

describe('judging', () => {
  test('without a penalty the oracle sends a harmful disciple where others are acceptable', () => {
    for (const evidence of evidences) {
      const harm = libraryHarms(leaky, evidence);
      const choice = bestIndex(exactObjective(leaky, evidence, ERASURE));
      expect(harm[choice]).toBeGreaterThan(harm[0] + 0.05);
      expect(acceptable(leaky, evidence)).toEqual(['careful', 'modest']);
    }
  });

  test.each(['none', 'coarse/identity/tv'])('the λ-window of %s is zero, whether it leaks or not', (id) => {
    for (const compiled of [leaky, sound]) expect(lambdaWindow(compiled, id, { erasure: ERASURE }).decades).toBe(0);
  });
});
