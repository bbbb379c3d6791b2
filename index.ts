/** The public names (DESIGN §10). A user's own world, penalty or agent needs nothing else. */
import './agents/suite.ts';

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
} from './agents/masters/master.ts';
export { type PenaltyTable, type TabulateOptions, tabulate } from './agents/masters/penalty-table.ts';
export { type TrainedMaster, type TrainOptions, train } from './agents/masters/train.ts';
export type { TrainingStep } from './agents/masters/training.ts';
export * from './core/base/errors.ts';
export { type Stream, type StreamState, stream } from './core/base/random.ts';
export { type CheckWorldOptions, checkWorld } from './core/check/check-world.ts';
export {
  boot,
  type Disciple,
  type PolicyTable,
  registerSourceKind,
  type SourceKind,
} from './core/disciple/disciple.ts';
export { withLibrary } from './core/disciple/library.ts';
export { exactForecaster } from './core/forecast/exact-forecaster.ts';
export { expectation, type Forecast, type Forecaster } from './core/forecast/forecast.ts';
export type { Pairs } from './core/forecast/pairs.ts';
export { DEFAULT_ERASURE, type SampledOptions, sampledForecaster } from './core/forecast/sampled-forecaster.ts';
export { type CheckEnvOptions, checkEnv } from './core/gym/check-env.ts';
export type { DiscipleInfo, DiscipleObservation, DiscipleObservationSpace } from './core/gym/disciple-environment.ts';
export type * from './core/gym/environment.ts';
export { type AnyDisciple, type AnyMaster, type MakeOptions, make, spec } from './core/gym/make.ts';
export type { MasterEnvironmentOptions, MasterInfo } from './core/gym/master-environment.ts';
export * from './core/gym/spaces.ts';
export * from './core/gym/vector.ts';
export * from './core/gym/wrappers.ts';
export { type Compiled, type CompileOptions, compile, type SparseDistribution } from './core/tables/compile.ts';
export { questionCells } from './core/world/answers.ts';
export { type Answers, answersOf, answersWorld } from './core/world/answers-world.ts';
export { type Chance, enumerate, type Uniform } from './core/world/chance.ts';
export { type EvidenceValue, evidenceIndex, evidenceValues } from './core/world/evidence.ts';
export { integer, type Parameter, type Parameters, real } from './core/world/parameters.ts';
export { register, registry, type WorldFactory } from './core/world/registry.ts';
export type {
  DiscipleSpec,
  Evidence,
  EvidenceVariable,
  Question,
  Reading,
  World,
} from './core/world/world.ts';
export { type UtilityBound, utilityBounds } from './envs/paperclip-factory/bound.ts';
export { TOWN } from './envs/paperclip-factory/town-size.ts';
export { loadMaster } from './experiments/train/load-master.ts';
export { auroc } from './judging/auroc.ts';
export { type GroupingErrors, groupingErrors } from './judging/grouping.ts';
export { acceptable } from './judging/judge.ts';
export {
  type FactInformation,
  type Motivation,
  type MotivationOptions,
  motivation,
  type Premise,
  premise,
} from './judging/motivation.ts';
export { type LambdaWindow, lambdaWindow, type WindowCase, windowOf } from './judging/window.ts';
export { type Backend, type BackendName, loadBackend } from './learning/backend/backend.ts';
export {
  type ForecasterTraining,
  type LearnedForecaster,
  type LearnedForecasterState,
  restoreForecaster,
  trainForecaster,
} from './learning/forecaster/learned-forecaster.ts';
export { type Adam, type AdamOptions, type AdamState, createAdam } from './learning/network/adam.ts';
export {
  createNetwork,
  evaluate,
  type Network,
  type NetworkOptions,
  type NetworkState,
} from './learning/network/network.ts';
export {
  type AttainableUtilityOptions,
  type AuxiliaryUtilities,
  attainableUtility,
} from './penalties/comparators/attainable-utility.ts';
export { type DivergenceName, divergence } from './penalties/divergence.ts';
export { type ForecastFunctional, forecastPenalty } from './penalties/forecast-penalty.ts';
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
export { exactObjective } from './penalties/objective.ts';
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
