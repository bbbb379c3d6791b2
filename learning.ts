/** What learns with tfjs: backends, networks, forecasters and disciples: the entry 'reduced-impact/learning'. */
import './agents/suite.ts';

export type { DiscipleStep } from './agents/disciple/disciple-training.ts';
export type { ShareName } from './agents/disciple/share.ts';
export { type TrainDiscipleOptions, trainDisciple } from './agents/disciple/train-disciple.ts';
export type { SessionStep } from './agents/writing/session.ts';
export { type Sent, type TrainWriterOptions, trainWriter } from './agents/writing/train-writer.ts';
export { type Backend, type BackendName, loadBackend } from './learning/backend/backend.ts';
export {
  type ForecasterTraining,
  type LearnedForecaster,
  type LearnedForecasterState,
  type ReadOptions,
  restoreForecaster,
  trainForecaster,
} from './learning/forecaster/learned-forecaster.ts';
export type { AnswerPool } from './learning/forecaster/pool.ts';
export { type Adam, type AdamOptions, type AdamState, createAdam } from './learning/network/adam.ts';
export {
  createNetwork,
  evaluate,
  type Network,
  type NetworkOptions,
  type NetworkState,
} from './learning/network/network.ts';
