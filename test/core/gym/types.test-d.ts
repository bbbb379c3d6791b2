/** The types that users of the environments rely on: they are checked by the compiler, not at run time. */
import { expectTypeOf, test } from 'vitest';
import type { DiscipleObservation } from '../../../core/gym/disciple-environment.ts';
import type { Environment } from '../../../core/gym/environment.ts';
import { type AnyDisciple, type AnyMaster, type AnyWriter, make } from '../../../core/gym/make.ts';
import type { Dict, Discrete, MultiDiscrete, Tuple, ValueOf } from '../../../core/gym/spaces.ts';
import { vectorise } from '../../../core/gym/vector.ts';
import { ImpactPenalty, RecordEpisodeStatistics, TimeLimit } from '../../../core/gym/wrappers.ts';

// None of these is called: `make` would need a registered world.
const master = () => make('Any-v0');
const disciple = () => make('Any-v0', { role: 'disciple', erasure: 0.1 });

test('make gives the master’s environment its spaces and its info', () => {
  expectTypeOf(master).returns.toEqualTypeOf<AnyMaster>();
  expectTypeOf<AnyMaster['actionSpace']['n']>().toEqualTypeOf<number>();
  expectTypeOf<AnyMaster['observationSpace']['nvec']>().toEqualTypeOf<readonly number[]>();
  expectTypeOf<AnyMaster['step']>().parameters.toEqualTypeOf<[action: number]>();
  expectTypeOf<ReturnType<AnyMaster['step']>[4]['utility']>().toEqualTypeOf<number>();
  expectTypeOf<ReturnType<AnyMaster['reset']>[0]>().toEqualTypeOf<readonly number[]>();
});

test('make gives the environment of a master that writes where its actions are sources', () => {
  const writer = () => make('Any-v0', { actions: 'source' });
  expectTypeOf(writer).returns.toEqualTypeOf<AnyWriter>();
  expectTypeOf<AnyWriter['step']>().parameters.toEqualTypeOf<[action: string]>();
});

test('make gives the disciple’s environment where the role says so', () => {
  expectTypeOf(disciple).returns.toEqualTypeOf<AnyDisciple>();
  expectTypeOf<AnyDisciple['actionSpace']['n']>().toEqualTypeOf<number>();
  expectTypeOf<AnyDisciple['observationSpace']['spaces']['tick']>().toEqualTypeOf<Discrete>();
  expectTypeOf<ReturnType<AnyDisciple['step']>[0]>().toEqualTypeOf<DiscipleObservation>();
});

test('wrappers and vectors keep the spaces', () => {
  const wrapped = (env: AnyMaster) =>
    new TimeLimit(new RecordEpisodeStatistics(ImpactPenalty(env, { weight: 1, penalty: () => 0 })), 3);
  type Wrapped = ReturnType<typeof wrapped>;
  expectTypeOf<Wrapped['actionSpace']>().toEqualTypeOf<Discrete>();
  expectTypeOf<Wrapped['observationSpace']>().toEqualTypeOf<MultiDiscrete>();
  expectTypeOf<ReturnType<Wrapped['step']>[4]['episode']>().toEqualTypeOf<
    { readonly return: number; readonly length: number } | undefined
  >();
  const vector = (env: AnyMaster) => vectorise(() => env, 2);
  expectTypeOf<ReturnType<typeof vector>['singleActionSpace']>().toEqualTypeOf<Discrete>();
});

test('every environment is an Environment', () => {
  expectTypeOf<AnyMaster>().toExtend<Environment>();
  expectTypeOf<AnyDisciple>().toExtend<Environment>();
});

test('the values of Dict and Tuple have the types of their parts', () => {
  type Both = Tuple<readonly [Discrete, MultiDiscrete]>;
  expectTypeOf<ValueOf<Both>>().toEqualTypeOf<readonly [number, readonly number[]]>();
  type Named = Dict<{ a: Discrete; b: Discrete }>;
  expectTypeOf<ReturnType<Named['sample']>>().toEqualTypeOf<{ readonly a: number; readonly b: number }>();
});
