/** The error classes of the package: every error that a user can mend. */

/** The common base. Its message is one line; the command line prints it and exits with code 2. */
export class ReducedImpactError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** No world, penalty, agent or experiment has this id. */
export class UnknownId extends ReducedImpactError {}
/** An option, flag, configuration key or parameter is missing, malformed or out of range. */
export class InvalidOption extends ReducedImpactError {}
/** A penalty gives no measurement, one that is negative, not finite or not 0 for the null program, or throws. */
export class InvalidPenalty extends InvalidOption {}
/** An agent lacks a method, chooses no disciple, saves what is no JSON, or throws. */
export class InvalidAgent extends InvalidOption {}
/** A world breaks its contract, for example by bad probabilities, a utility out of range or an unfaithful key. */
export class InvalidWorld extends ReducedImpactError {}
/** An environment breaks the Gymnasium contract. */
export class InvalidEnvironment extends ReducedImpactError {}
/** A disciple's source cannot be parsed, names an unknown quantity or has no finite value. */
export class InvalidSource extends ReducedImpactError {}
/** A world has more states, transitions or traces than the compiler's limits. */
export class WorldTooLarge extends ReducedImpactError {}
/** The forecast of the erased branch depends on the source, so information about the source leaks around the wire. */
export class LeakyWire extends ReducedImpactError {}
/** The penalty has no exact value (`coarse/pathwise`, `coarse/learned`). */
export class NoExactValue extends ReducedImpactError {}
/** The penalty cannot be estimated from these draws: too few, or too noisy (`shape/*`, `importance/relative`). */
export class NoEstimate extends ReducedImpactError {}
/** `step` was called before `reset`, or after the episode ended. */
export class ResetNeeded extends ReducedImpactError {}
/** The tfjs backend that was asked for does not load on this machine. */
export class BackendUnavailable extends ReducedImpactError {}
/** A run directory exists, is missing, is damaged or cannot be written. */
export class RunDirectoryError extends ReducedImpactError {}
/** A user's file cannot be read, or does not export what is needed. */
export class InvalidFile extends ReducedImpactError {}
