/** The names that a world, a penalty or an agent of one's own needs: the entry 'reduced-impact'. */
import './agents/suite.ts';

export {
  type EpisodeBatch,
  fixedMaster,
  type Master,
  type MasterContext,
  type MasterSpec,
  masters,
} from './agents/masters/master.ts';
export { type PenaltyTable, type TabulateOptions, tabulate } from './agents/masters/penalty-table.ts';
export { type TrainedMaster, type TrainedMasterState, type TrainOptions, train } from './agents/masters/train.ts';
export type { TrainingState, TrainingStep } from './agents/masters/training.ts';
export { type Card, type CardOptions, card } from './agents/writing/card.ts';
export {
  BackendUnavailable,
  InvalidAgent,
  InvalidEnvironment,
  InvalidFile,
  InvalidOption,
  InvalidPenalty,
  InvalidSource,
  InvalidWorld,
  LeakyWire,
  NoEstimate,
  NoExactValue,
  ReducedImpactError,
  ResetNeeded,
  RunDirectoryError,
  UnknownId,
  WorldTooLarge,
} from './core/base/errors.ts';
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
export { type PairRun, type Pairs, playPair } from './core/forecast/pairs.ts';
export { DEFAULT_ERASURE, type SampledOptions, sampledForecaster } from './core/forecast/sampled-forecaster.ts';
export { type Grammar, grammar } from './core/grammar/grammar.ts';
export { type Compiled, type CompileOptions, compile, type SparseDistribution } from './core/tables/compile.ts';
export { questionCells } from './core/world/answers.ts';
export { type Answers, answersOf, answersWorld } from './core/world/answers-world.ts';
export { type Chance, enumerate, type Uniform } from './core/world/chance.ts';
export { type EvidenceValue, evidenceIndex, evidenceValues, nameEvidence } from './core/world/evidence.ts';
export { integer, type Parameter, type Parameters, real } from './core/world/parameters.ts';
export { register, registry, type WorldFactory } from './core/world/registry.ts';
export type { Role, Scene, SceneCell, SceneFact, SceneThing } from './core/world/scene.ts';
export {
  type DiscipleSpec,
  type Evidence,
  type EvidenceVariable,
  type Question,
  type Reading,
  sceneOf,
  type World,
} from './core/world/world.ts';
export { type UtilityBound, utilityBounds } from './envs/paperclip-factory/bound.ts';
export { TOWN } from './envs/paperclip-factory/town-size.ts';
export { loadMaster } from './experiments/train/load-master.ts';
export { saveMaster } from './experiments/train/save-master.ts';
export type { OnlineDivergenceState } from './learning/divergence/online-divergence.ts';
export {
  type AttainableUtilityOptions,
  type AuxiliaryUtilities,
  attainableUtility,
} from './penalties/comparators/attainable-utility.ts';
export type { Baseline } from './penalties/comparators/comparator.ts';
export { type DivergenceName, divergence } from './penalties/divergence.ts';
export { type ForecastFunctional, forecastPenalty } from './penalties/forecast-penalty.ts';
export type { Graining } from './penalties/graining.ts';
export type { EmbeddingSpec } from './penalties/importance/context.ts';
export type { InnovationNoise, Innovations } from './penalties/importance/innovations.ts';
export {
  embedded,
  innovations,
  type Jacobian,
  jacobian,
  scalarImportances,
} from './penalties/importance/jacobian.ts';
export type { Columns } from './penalties/importance/linear.ts';
export type { NormName } from './penalties/importance/norms.ts';
export { descriptionBits } from './penalties/information/compress.ts';
export { portrait } from './penalties/information/portrait.ts';
export { exactObjective } from './penalties/objective.ts';
export { type Optimum, type OptimumOptions, optimalProgram } from './penalties/optimum/optimal-program.ts';
export {
  type ExactRequest,
  exactly,
  type Measurement,
  type MeasureRequest,
  nothing,
  type Penalty,
} from './penalties/penalty.ts';
export type { ShapeName } from './penalties/shape/penalty.ts';
export { type TiltedOptions, tiltedPenalty } from './penalties/shape/tilted.ts';
export { type PenaltyFactory, penalties } from './penalties/suite.ts';
