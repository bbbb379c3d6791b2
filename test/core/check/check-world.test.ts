/** A world that breaks its contract is refused, with the state in the message. */
import { describe, expect, test } from 'vitest';
import { InvalidSource, InvalidWorld, LeakyWire, WorldTooLarge } from '../../../core/base/errors.ts';
import { stream } from '../../../core/base/random.ts';
import { checkWorld } from '../../../core/check/check-world.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

const altered = (change: Partial<World<TinyState>>): World<TinyState> => ({ ...tinyWorld, ...change });

const refuses = (change: Partial<World<TinyState>>, message: RegExp, kind: new (m: string) => Error = InvalidWorld) => {
  for (const compiled of [undefined, null]) {
    const check = () => checkWorld(altered(change), { compiled });
    expect(check).toThrow(message);
    expect(check).toThrow(kind);
    expect(messageOf(check)).not.toContain('\n');
  }
};

function messageOf(body: () => void): string {
  try {
    body();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('checkWorld', () => {
  test('passes the tiny world, compiled or not, whatever the seed', () => {
    for (let seed = 0; seed < 20; seed++) expect(() => checkWorld(tinyWorld, { seed })).not.toThrow();
    expect(() => checkWorld(tinyWorld, { compiled: null })).not.toThrow();
  });

  test('refuses probabilities outside [0, 1] or that do not sum to one, naming the state', () => {
    refuses(
      { step: (s, a, chance) => ({ ...tinyWorld.step(s, a, chance), broken: chance.flip(s.clips > 0 ? 1.2 : 0.5) }) },
      /step\(state '.*'\): .*probability.*1\.2/,
    );
    refuses({ step: (s, a, chance) => ({ ...tinyWorld.step(s, a, chance), cat: chance.pick([0.5, 0.4, 0]) }) }, /sum/);
  });

  test('refuses utility, harm, quantities, readings and observations out of range, naming the state', () => {
    refuses({ utility: (s) => (s.clips > 1 ? Number.NaN : 0) }, /utility of state '.*NaN/);
    refuses({ utility: (s) => s.clips }, /utility of state '.*: expected a number in \[0, 1\] but received 2/);
    refuses({ harm: (s) => (s.broken ? -1 : 0) }, /harm of state/);
    refuses({ quantities: { clips: (s) => 1 / s.clips } }, /quantity 'clips' of state .*Infinity/);
    refuses(
      { questions: [{ id: 'odd', text: 'Is it?', read: (s) => (s.broken ? Number.NaN : 0) }] },
      /question 'odd' of state/,
    );
    refuses({ observe: (s) => (s.broken ? [0] : [0, 1]) }, /observe of state .*array of/);
    refuses({ text: () => 'Upper' }, /text of state .*lower case/);
  });

  test('refuses one key for different states, and two keys for equal ones', () => {
    refuses({ key: (s) => `${s.clips}${s.broken}` }, /key to differ for different states/);
    let calls = 0;
    refuses({ key: (s) => `${tinyWorld.key(s)}/${calls++ % 2}` }, /one key for equal states|key/);
  });

  test('refuses a step that changes the state it is given', () => {
    refuses(
      {
        step: (s, a, chance) => {
          const next = tinyWorld.step(s, a, chance);
          if (a === 3) (s as { clips: number }).clips++;
          return next;
        },
      },
      /step\(state '.*', 'make'\): expected step to leave the state/,
    );
  });

  test('refuses randomness that does not come from chance', () => {
    const hidden = stream(1, 'hidden');
    refuses(
      { step: (s, a, chance) => ({ ...tinyWorld.step(s, a, chance), cat: Math.floor(hidden() * 3) }) },
      /chance alone/,
    );
  });

  test('names the impurity of a step that counts its calls outside the state', () => {
    // A counter that only ever shows once the checks by sampling are over.
    let late = 0;
    const hidden = altered({
      step: (s, a, chance) =>
        late++ < 5 ? { ...tinyWorld.step(s, a, chance), clips: 9 } : tinyWorld.step(s, a, chance),
    });
    expect(() => checkWorld(hidden)).toThrow(
      /came up in a rollout but not when the world was compiled: expected step to depend on its state, action and/,
    );
  });

  test.each<[string, Partial<World<TinyState>>, RegExp]>([
    [
      'an async step',
      { step: (async () => tinyWorld) as never },
      /step\(.*\): expected a state but received a Promise \(write/,
    ],
    [
      'an async begin',
      { begin: (async () => tinyWorld) as never },
      /begin\(.*\): expected a state but received a Promise/,
    ],
    [
      'an async prior',
      { evidence: { ...tinyWorld.evidence, prior: (async () => [0, 0]) as never } },
      /evidence\.prior: expected an array with one index for each variable.* but received a Promise/,
    ],
    ['an async wire', { wire: (async () => '') as never }, /wire: expected a string but received a Promise/],
    [
      'an async harm',
      { harm: (async () => 0) as never },
      /harm of .*: expected a number in \[0, 1\] but received a Promise/,
    ],
    [
      'a step that returns nothing',
      { step: (() => undefined) as never },
      /step\(.*\): expected a state but received undefined/,
    ],
    [
      'a wire that throws',
      {
        wire: () => {
          throw new Error('cut');
        },
      },
      /TinyVase-v0: wire\(source, 1\): cut/,
    ],
  ])('refuses %s in one line', (_, change, message) => {
    refuses(change, message);
    for (const compiled of [undefined, null]) {
      expect(() => checkWorld(altered(change), { compiled })).toThrow(/^[^\n]*$/);
    }
  });

  test('leaves a loop that flips until it fails to sampling', () => {
    const loop = altered({
      step: (s, a, chance) => {
        while (chance.flip(0.5));
        return tinyWorld.step(s, a, chance);
      },
    });
    expect(() => checkWorld(loop)).not.toThrow();
    expect(() => compile(loop)).toThrow(WorldTooLarge);
    expect(() => compile(loop)).toThrow(/step\(state '.*', 'wait'\): expected at most 1000 random choices in one call/);
  });

  test('refuses sampling that disagrees with enumeration', () => {
    // It asks whether it is being enumerated: sampled chances have no method `run`.
    refuses(
      {
        step: (s, a, chance) => ({ ...tinyWorld.step(s, a, chance), broken: chance.flip('run' in chance ? 0.5 : 0.9) }),
      },
      /share of state .* samples: expected about/,
    );
  });

  test('refuses evidence outside its arity, and library sources that do not boot', () => {
    refuses({ evidence: { ...tinyWorld.evidence, prior: () => [0, 3] } }, /prior/);
    const [nothing] = tinyWorld.disciples;
    const bad = { id: 'bad', source: 'clip + 1', summary: 'A typing error.' };
    refuses({ disciples: [nothing, bad] }, /disciple 'bad': .*clip.*Did you mean 'clips'/, InvalidSource);
  });

  test('refuses a wire that leaks, naming both disciples and the outcome, unless that is allowed', () => {
    const half = (source: string, x: 0 | 1) => (x === 1 ? source : source.slice(0, source.length / 2));
    const leaky = altered({ wire: half });
    expect(() => checkWorld(leaky)).toThrow(LeakyWire);
    expect(() => checkWorld(leaky)).toThrow(
      /under evidence reliability=0 draught=0 the outcome '.*' has probability .* after 'bounded' but .* after 'null'/,
    );
    expect(() => checkWorld(leaky, { compiled: null })).toThrow(/when the wire erases, 'min\(cl' arrives of 'bounded'/);
    expect(() => checkWorld(leaky, { allowLeak: true })).not.toThrow();
  });

  test('accepts a wire that garbles, so long as the same arrives of everything', () => {
    expect(() => checkWorld(altered({ wire: (source, x) => (x === 1 ? source : '') }))).not.toThrow();
    refuses({ wire: (source, x) => (x === 1 ? source : '0') }, /null program to arrive alike/);
  });

  test('leaves a call with too many choice traces to sampling, and still sees what is wrong around it', () => {
    const wide = altered({
      step: (s, a, chance) => {
        for (let i = 0; i < 15; i++) chance.flip(0.5);
        return tinyWorld.step(s, a, chance);
      },
    });
    expect(() => checkWorld(wide, { compiled: null })).not.toThrow();
    expect(() => checkWorld({ ...wide, harm: (s) => (s.broken ? 2 : 0) }, { compiled: null })).toThrow(/harm of state/);
  });

  test('refuses keys and wires that are no text, and states that are no plain data', () => {
    refuses({ key: (s) => s.clips as unknown as string }, /key: expected a string/);
    refuses({ wire: () => 0 as unknown as string }, /wire: expected a string/);
    refuses(
      { begin: (...given) => ({ ...tinyWorld.begin(...given), act: () => 0 }) as TinyState },
      /state must be plain data/,
    );
  });
});
