/** The public names (DESIGN §10). A user's own world, penalty or agent needs nothing else. */
import './envs/index.ts';
import './penalties/index.ts';
import './agents/index.ts';

export type { DiscipleStep } from './agents/disciple/disciple-training.ts';
export type { ShareName } from './agents/disciple/share.ts';
export { type TrainDiscipleOptions, trainDisciple } from './agents/disciple/train-disciple.ts';
export {
  type EpisodeBatch,
  fixedMaster,
  type Master,
  type MasterContext,
  type MasterSpec,
  masters,
} from './agents/master.ts';
export { type PenaltyTable, type TabulateOptions, tabulate } from './agents/penalty-table.ts';
export { type TrainedMaster, type TrainOptions, train } from './agents/train.ts';
export type { TrainingStep } from './agents/training.ts';
export { questionCells } from './core/answers.ts';
export { type Answers, answersOf, answersWorld } from './core/answers-world.ts';
export { type Chance, enumerate, type Uniform } from './core/chance.ts';
export { type CheckWorldOptions, checkWorld } from './core/check-world.ts';
export { type Compiled, type CompileOptions, compile, type SparseDistribution } from './core/compile.ts';
export { boot, type Disciple, type PolicyTable, registerSourceKind, type SourceKind } from './core/disciple.ts';
export * from './core/errors.ts';
export { type EvidenceValue, evidenceIndex, evidenceValues } from './core/evidence.ts';
export { exactForecaster } from './core/exact-forecaster.ts';
export { expectation, type Forecast, type Forecaster } from './core/forecast.ts';
export { type CheckEnvOptions, checkEnv } from './core/gym/check-env.ts';
export type { DiscipleInfo, DiscipleObservation, DiscipleObservationSpace } from './core/gym/disciple-environment.ts';
export type * from './core/gym/environment.ts';
export { type AnyDisciple, type AnyMaster, type MakeOptions, make, spec } from './core/gym/make.ts';
export type { MasterEnvironmentOptions, MasterInfo } from './core/gym/master-environment.ts';
export * from './core/gym/spaces.ts';
export * from './core/gym/vector.ts';
export * from './core/gym/wrappers.ts';
export { withLibrary } from './core/library.ts';
export type { Pairs } from './core/pairs.ts';
export { integer, type Parameter, type Parameters, real } from './core/parameters.ts';
export { type Stream, type StreamState, stream } from './core/random.ts';
export { register, registry, type WorldFactory } from './core/registry.ts';
export { DEFAULT_ERASURE, type SampledOptions, sampledForecaster } from './core/sampled-forecaster.ts';
export type {
  DiscipleSpec,
  Evidence,
  EvidenceVariable,
  Question,
  Reading,
  World,
} from './core/world.ts';
export { type UtilityBound, utilityBounds } from './envs/paperclip-factory/bound.ts';
export { TOWN } from './envs/paperclip-factory/town-size.ts';
export { loadMaster } from './experiments/load-master.ts';
export { type Adam, type AdamOptions, type AdamState, createAdam } from './learning/adam.ts';
export { type Backend, type BackendName, loadBackend } from './learning/backend.ts';
export {
  type ForecasterTraining,
  type LearnedForecaster,
  type LearnedForecasterState,
  restoreForecaster,
  trainForecaster,
} from './learning/forecaster/learned-forecaster.ts';
export { createNetwork, evaluate, type Network, type NetworkOptions, type NetworkState } from './learning/network.ts';
export { auroc } from './penalties/auroc.ts';
export {
  type AttainableUtilityOptions,
  type AuxiliaryUtilities,
  attainableUtility,
} from './penalties/comparators/attainable-utility.ts';
export { type DivergenceName, divergence } from './penalties/divergence.ts';
export { type ForecastFunctional, forecastPenalty } from './penalties/forecast-penalty.ts';
export { type GroupingErrors, groupingErrors } from './penalties/grouping.ts';
export type { Innovations } from './penalties/importance/innovations.ts';
export {
  embedded,
  innovations,
  type Jacobian,
  jacobian,
  scalarImportances,
} from './penalties/importance/jacobian.ts';
export type { View } from './penalties/importance/setting.ts';
export { descriptionBits } from './penalties/information/compress.ts';
export { portrait } from './penalties/information/portrait.ts';
export { acceptable, exactObjective } from './penalties/judge.ts';
export {
  type FactInformation,
  type Motivation,
  type MotivationOptions,
  motivation,
  type Premise,
  premise,
} from './penalties/motivation.ts';
export {
  type ExactRequest,
  exactly,
  type Measurement,
  type MeasureRequest,
  nothing,
  type Penalty,
} from './penalties/penalty.ts';
export { type PenaltyFactory, penalties } from './penalties/registry.ts';
export { type TiltedOptions, tiltedPenalty } from './penalties/shape/tilted.ts';
export { type LambdaWindow, lambdaWindow, type WindowCase, windowOf } from './penalties/window.ts';
