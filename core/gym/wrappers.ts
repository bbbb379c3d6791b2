/** All wrappers, gathered for the public entry. */
export {
  ImpactPenalty,
  type ImpactPenaltyOptions,
  ImpactPenaltyWrapper,
  type PenalisedInfo,
  type PenaltyFunction,
} from './wrappers/impact-penalty.ts';
export { OrderEnforcing } from './wrappers/order-enforcing.ts';
export { PassiveChecker } from './wrappers/passive-checker.ts';
export {
  type EpisodeStatistics,
  RecordEpisodeStatistics,
  type WithEpisode,
} from './wrappers/record-episode-statistics.ts';
export { TimeLimit } from './wrappers/time-limit.ts';
export { Wrapper } from './wrappers/wrapper.ts';
