/** Gymnasium's interfaces for the worlds: environments, spaces, wrappers, vectors: the entry 'reduced-impact/gym'. */
import './agents/suite.ts';

export { type CheckEnvOptions, checkEnv } from './core/gym/check-env.ts';
export type { DiscipleInfo, DiscipleObservation, DiscipleObservationSpace } from './core/gym/disciple-environment.ts';
export type * from './core/gym/environment.ts';
export { type AnyDisciple, type AnyMaster, type AnyWriter, type MakeOptions, make, spec } from './core/gym/make.ts';
export type { MasterEnvironmentOptions } from './core/gym/master-environment.ts';
export type { MasterInfo } from './core/gym/sending-environment.ts';
export * from './core/gym/spaces.ts';
export * from './core/gym/vector.ts';
export * from './core/gym/wrappers.ts';
