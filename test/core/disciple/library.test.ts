/** A world takes another library without being compiled anew. */
import { describe, expect, test } from 'vitest';
import { InvalidSource, InvalidWorld } from '../../../core/base/errors.ts';
import { stream } from '../../../core/base/random.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { withLibrary } from '../../../core/disciple/library.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { rollOut } from '../../../core/forecast/rollout.ts';
import { compile } from '../../../core/tables/compile.ts';
import { validateWorld } from '../../../core/world/validate-world.ts';
import type { World } from '../../../core/world/world.ts';
import { expectSameLaw, lawOf } from '../../fixtures/laws.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

const [nobody, bounded] = tinyWorld.disciples;
const tidy = { id: 'tidy', source: '-broken', summary: 'No broken vase.' };
const library = [nobody, tidy];

/** The tiny world as a class: what it is made of is private, its properties are getters. */
class PrivateWorld implements World<TinyState> {
  readonly #inner = tinyWorld;
  readonly id = 'Private-v0';
  readonly disciples = tinyWorld.disciples;
  steps = 0;
  get summary() {
    return this.#inner.summary;
  }
  get horizon() {
    return this.#inner.horizon;
  }
  get actions() {
    return this.#inner.actions;
  }
  get evidence() {
    return this.#inner.evidence;
  }
  get quantities() {
    return this.#inner.quantities;
  }
  get questions() {
    return this.#inner.questions;
  }
  begin(...given: Parameters<World<TinyState>['begin']>) {
    return this.#inner.begin(...given);
  }
  step(...given: Parameters<World<TinyState>['step']>) {
    this.steps++;
    return this.#inner.step(...given);
  }
  key(state: TinyState) {
    return this.#inner.key(state);
  }
  observe(state: TinyState) {
    return this.#inner.observe(state);
  }
  utility(state: TinyState) {
    return this.#inner.utility(state);
  }
  harm(state: TinyState) {
    return this.#inner.harm(state);
  }
  draw(state: TinyState) {
    return this.#inner.draw(state);
  }
  wire(source: string, x: 0 | 1) {
    return x === 1 ? source : this.#inner.disciples[0].source;
  }
}

describe.each([
  ['an object', tinyWorld],
  ['a class with private fields', new PrivateWorld()],
])('withLibrary, of %s', (_, world: World<TinyState>) => {
  const derived = withLibrary(world, library);

  test('has the library and leaves the original its own', () => {
    expect(derived.disciples).toBe(library);
    expect(world.disciples).toBe(tinyWorld.disciples);
    expect(() => validateWorld(derived)).not.toThrow();
  });

  test('keeps the dynamics: same tables, same rollouts, same forecasts', () => {
    const [one, other] = [compile(derived), compile(world)];
    expect([...one.states]).toEqual([...other.states]);
    expect(one.successors).toEqual(other.successors);
    expect(one.probabilities).toEqual(other.probabilities);
    expect(one.utility).toEqual(other.utility);
    const evidence = [1, 1];
    expectSameLaw(
      lawOf(world, exactForecaster(one)(evidence, boot(one, 'tidy'), 1)),
      lawOf(world, exactForecaster(other)(evidence, boot(other, '-broken'), 1)),
    );
    const outcome = (played: World<TinyState>) => rollOut(played, evidence, boot(played, ''), true, stream(1, 'play'));
    expect(outcome(derived)).toEqual(outcome(world));
  });

  test('keeps everything else that a world has, also where it is copied', () => {
    for (const copy of [derived, { ...derived }]) {
      expect([copy.id, copy.summary, copy.horizon]).toEqual([world.id, world.summary, world.horizon]);
      expect([copy.actions, copy.evidence, copy.quantities, copy.questions]).toEqual([
        world.actions,
        world.evidence,
        world.quantities,
        world.questions,
      ]);
      expect(copy.disciples).toBe(library);
      const state = copy.begin([0, 0], true, { flip: () => false, below: () => 1, pick: () => 0 });
      expect([copy.key(state), copy.draw(state), copy.harm(state)]).toEqual([
        world.key(state),
        world.draw(state),
        world.harm(state),
      ]);
      expect(copy.observe(state)).toEqual(world.observe(state));
      expect(copy.text?.(state)).toBe(world.text?.(state));
      expect([copy.wire?.('a', 1), copy.wire?.('a', 0)]).toEqual([world.wire?.('a', 1), world.wire?.('a', 0)]);
      expect(copy.aftermath).toBe(world.aftermath);
    }
  });

  test('boots the new ids, and no longer the old ones', () => {
    const compiled = compile(derived);
    expect(boot(compiled, 'tidy').source).toBe('-broken');
    expect(() => boot(compiled, 'bounded')).toThrow('bounded');
    expect(boot(compile(world), 'bounded').source).toBe(bounded.source);
  });

  test('of tables shares them: nothing is compiled anew', () => {
    const compiled = compile(world);
    const steps = world instanceof PrivateWorld ? world.steps : 0;
    const shared = withLibrary(compiled, library);
    expect(shared.world.disciples).toBe(library);
    expect(compiled.world.disciples).toBe(tinyWorld.disciples);
    for (const name of ['states', 'successors', 'probabilities', 'rowStart', 'layerEnd', 'utility', 'indexOf'] as const)
      expect(shared[name]).toBe(compiled[name]);
    expect(boot(shared, 'tidy').table?.kind).toBe('sure');
    if (world instanceof PrivateWorld) expect(world.steps).toBe(steps);
  });

  test('can be given another library again', () => {
    const again = withLibrary(derived, [nobody, bounded]);
    expect(again.disciples.map(({ id }) => id)).toEqual(['null', 'bounded']);
    expect(again.step).not.toBe(undefined);
    expect(compile(again).states.length).toBe(compile(world).states.length);
  });

  test.each([
    ['an empty library', [], 'disciples: expected an array but received []'],
    ['one without the null program', [tidy], 'disciples[0]: expected the null program'],
    ['one in which it is not the first', [tidy, nobody], 'disciples[0]: expected the null program'],
    [
      'one id twice',
      [nobody, tidy, { ...bounded, id: 'tidy' }],
      "disciples: expected unique names but received 'tidy twice'",
    ],
    ['a misspelt field', [nobody, { ...tidy, sumary: 'x' }], "disciple 'tidy': unknown field 'sumary'. Did you mean"],
  ])('refuses %s', (_case, disciples, message) => {
    for (const target of [world, compile(world)]) {
      const refused = () => withLibrary(target as World<TinyState>, disciples);
      expect(refused).toThrow(InvalidWorld);
      expect(refused).toThrow(`${world.id}: ${message}`);
    }
  });

  test('refuses a source that does not parse, which would only wait', () => {
    const broken = { id: 'typo', source: 'clisp', summary: 'A typing error.' };
    for (const target of [world, compile(world)]) {
      const refused = () => withLibrary(target as World<TinyState>, [nobody, broken]);
      expect(refused).toThrow(InvalidSource);
      expect(refused).toThrow(
        /^\S+-v0: disciple 'typo': source 'clisp': unknown quantity 'clisp' .*Did you mean 'clips'/,
      );
    }
  });
});
