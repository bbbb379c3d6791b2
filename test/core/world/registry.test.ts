/** Worlds are found by id, or the nearest id is offered. */
import { describe, expect, test } from 'vitest';
import { InvalidOption, InvalidWorld, UnknownId } from '../../../core/base/errors.ts';
import { integer } from '../../../core/world/parameters.ts';
import { register, registry, type WorldFactory } from '../../../core/world/registry.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

const factory: WorldFactory<TinyState> = {
  id: 'TinyFactory-v0',
  summary: 'Tiny worlds of any horizon.',
  parameters: { horizon: integer(5, 1, 9, 'ticks'), vases: integer(1, 0, 1, 'how many vases') },
  create: ({ horizon }, id) => ({ ...tinyWorld, id, horizon }),
};

register(tinyWorld);
register(factory);

describe('registry', () => {
  test('gives back the registered world, and lists its id', () => {
    expect(registry.world('TinyVase-v0')).toBe(tinyWorld);
    expect(registry.ids()).toEqual([...registry.ids()].sort());
    expect(registry.ids()).toEqual(expect.arrayContaining(['TinyFactory-v0', 'TinyVase-v0']));
  });

  test('makes a world of its options, from the id or beside it, with the canonical id', () => {
    expect(registry.world('TinyFactory-v0').id).toBe('TinyFactory-v0');
    const world = registry.world('TinyFactory-v0?vases=0&horizon=7');
    expect([world.id, world.horizon]).toEqual(['TinyFactory-v0?horizon=7&vases=0', 7]);
    expect(registry.world('TinyFactory-v0?horizon=3', { horizon: 8 }).horizon).toBe(8);
  });

  test('gives the same object for the same options, however they were spelt', () => {
    const world = registry.world('TinyFactory-v0?horizon=7');
    expect(registry.world('TinyFactory-v0', { horizon: 7 })).toBe(world);
    expect(registry.world('TinyFactory-v0?vases=1&horizon=7.0')).toBe(world);
    expect(registry.world('TinyFactory-v0?horizon=5')).toBe(registry.world('TinyFactory-v0'));
    expect(registry.world('TinyFactory-v0?horizon=6')).not.toBe(world);
  });

  test('offers the nearest id for an unknown one', () => {
    expect(() => registry.world('TinyVace-v0')).toThrow(UnknownId);
    expect(() => registry.world('TinyVace-v0')).toThrow(`unknown world 'TinyVace-v0'. Did you mean 'TinyVase-v0'?`);
    expect(() => registry.describe('TinyVace-v0')).toThrow(UnknownId);
    expect(() => registry.world('constructor')).toThrow(UnknownId);
  });

  test('refuses options that a world does not take, or out of range', () => {
    expect(() => registry.world('TinyVase-v0?x=1')).toThrow(InvalidOption);
    expect(() => registry.world('TinyVase-v0?x=1')).toThrow(`world TinyVase-v0: unknown parameter 'x'. It has none.`);
    expect(() => registry.world('TinyFactory-v0?horizons=1')).toThrow(`Did you mean 'horizon'?`);
    expect(() => registry.world('TinyFactory-v0?horizon=10')).toThrow('expected an integer from 1 to 9');
  });

  test('describes worlds and factories', () => {
    expect(registry.describe('TinyVase-v0')).toEqual({ id: 'TinyVase-v0', summary: tinyWorld.summary, parameters: {} });
    expect(registry.describe('TinyFactory-v0?horizon=7')).toEqual({
      id: factory.id,
      summary: factory.summary,
      parameters: factory.parameters,
    });
  });
});

describe('register', () => {
  test('takes the same object twice, but no other one under a taken id', () => {
    expect(() => register(tinyWorld)).not.toThrow();
    expect(() => register(factory)).not.toThrow();
    expect(() => register({ ...tinyWorld })).toThrow(InvalidOption);
    expect(() => register({ ...factory })).toThrow(/'TinyFactory-v0' is taken/);
    expect(registry.world('TinyVase-v0')).toBe(tinyWorld);
  });

  test('refuses a world that breaks its contract, and forgets it', () => {
    expect(() => register({ ...tinyWorld, id: 'Bad-v0', horizon: 0 })).toThrow(InvalidWorld);
    expect(registry.ids()).not.toContain('Bad-v0');
  });

  test('checks the worlds that a factory makes', () => {
    register({ ...factory, id: 'BadFactory-v0', create: () => ({ ...tinyWorld, horizon: -1 }) });
    expect(() => registry.world('BadFactory-v0')).toThrow(InvalidWorld);
  });
});
