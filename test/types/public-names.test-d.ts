/** The types of the public names, as a user's code sees them. `npm run check` compiles this file; nothing runs it. */
import {
  boot,
  type Compiled,
  compile,
  type Disciple,
  exactForecaster,
  type Forecast,
  type Forecaster,
  fixedMaster,
  forecastPenalty,
  InvalidOption,
  InvalidPenalty,
  type Master,
  type MasterSpec,
  type Measurement,
  masters,
  type Penalty,
  penalties,
  type ReducedImpactError,
  register,
  registry,
  type StreamState,
  sampledForecaster,
  stream,
  type TrainedMaster,
  tabulate,
  train,
  type World,
} from 'reduced-impact';
import { type Discrete, ImpactPenalty, type MasterInfo, type MultiDiscrete, make } from 'reduced-impact/gym';
import { acceptable, auroc, type LambdaWindow, lambdaWindow } from 'reduced-impact/judging';
import { type Backend, loadBackend, type Network, trainDisciple } from 'reduced-impact/learning';
import { expectTypeOf, test } from 'vitest';

interface Coin {
  readonly heads: boolean;
}
declare const coin: World<Coin>;
declare const forecast: Forecast<Coin>;
declare const penalty: Penalty;

test('a world of one’s own keeps the type of its state through tables, disciples and forecasts', () => {
  expectTypeOf(compile(coin)).toEqualTypeOf<Compiled<Coin>>();
  expectTypeOf(compile(coin).states).toEqualTypeOf<readonly Coin[]>();
  expectTypeOf(boot(compile(coin), 'heads')).toEqualTypeOf<Disciple<Coin>>();
  expectTypeOf(exactForecaster(compile(coin))).toExtend<Forecaster<Coin>>();
  expectTypeOf(sampledForecaster(coin, { rollouts: 10, seed: 0 })).toExtend<Forecaster<Coin>>();
  expectTypeOf(exactForecaster(compile(coin))([], boot(compile(coin), ''), 1)).toEqualTypeOf<Forecast<Coin>>();
  expectTypeOf(forecast.draws).toEqualTypeOf<number | null>();
  expectTypeOf(registry.world('Gas-v0')).toExtend<World<unknown>>();
  expectTypeOf(register).toBeCallableWith(coin);
  expectTypeOf(coin.step).parameter(1).toEqualTypeOf<number>();
});

test('a penalty is made from a function of two forecasts, and measures asynchronously', () => {
  expectTypeOf(forecastPenalty({ id: 'a/b', summary: 'c', value: () => 0 })).toEqualTypeOf<Penalty>();
  expectTypeOf(penalty.measure).returns.resolves.toEqualTypeOf<Measurement>();
  expectTypeOf(penalty.exact).returns.toEqualTypeOf<Measurement>();
  expectTypeOf<Measurement['value']>().toEqualTypeOf<number>();
  expectTypeOf(penalties.get).returns.toEqualTypeOf<Penalty>();
  // @ts-expect-error a penalty without an id
  forecastPenalty({ summary: 'c', value: () => 0 });
});

test('a master chooses by the index of the evidence, and a trained one by the evidence', () => {
  expectTypeOf(fixedMaster([0, 1])).toEqualTypeOf<Master>();
  expectTypeOf<Master['choose']>().toEqualTypeOf<(evidence: number) => number>();
  expectTypeOf(masters.get).returns.toEqualTypeOf<MasterSpec>();
  expectTypeOf(train).returns.resolves.toExtend<TrainedMaster>();
  expectTypeOf<TrainedMaster['choose']>().toEqualTypeOf<(evidence: readonly number[]) => string>();
  // @ts-expect-error an option with a typo
  train({ episdes: 10 });
});

test('make gives environments whose spaces are typed, and ImpactPenalty keeps those types', () => {
  const env = make('Gas-v0');
  expectTypeOf(env.actionSpace).toEqualTypeOf<Discrete>();
  expectTypeOf(env.observationSpace).toEqualTypeOf<MultiDiscrete>();
  expectTypeOf(env.step(0)[4]).toExtend<MasterInfo>();
  expectTypeOf(make('Gas-v0', { role: 'disciple' }).actionSpace.n).toEqualTypeOf<number>();
  expectTypeOf(tabulate).returns.resolves.toEqualTypeOf<(evidence: readonly number[], source: string) => number>();
  expectTypeOf(ImpactPenalty(env, { weight: 1, penalty: () => 0 }).actionSpace.n).toEqualTypeOf<number>();
});

test('judging returns numbers and ids', () => {
  expectTypeOf(lambdaWindow).returns.toEqualTypeOf<LambdaWindow>();
  expectTypeOf<LambdaWindow['decades']>().toEqualTypeOf<number>();
  expectTypeOf(acceptable).returns.toEqualTypeOf<string[]>();
  expectTypeOf(auroc).toBeFunction();
});

test('learning gives a backend, networks and sources', () => {
  expectTypeOf(loadBackend).returns.resolves.toEqualTypeOf<Backend>();
  expectTypeOf<Network>().toBeObject();
  expectTypeOf(trainDisciple).returns.resolves.toEqualTypeOf<string>();
});

test('every error is a ReducedImpactError, and the state of a stream is plain numbers', () => {
  expectTypeOf(new InvalidPenalty('a')).toExtend<InvalidOption>();
  expectTypeOf(new InvalidOption('a')).toExtend<ReducedImpactError>();
  expectTypeOf(stream(0).save()).toEqualTypeOf<StreamState>();
  expectTypeOf<StreamState['c']>().toEqualTypeOf<number>();
});
