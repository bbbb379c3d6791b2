/** Lets a step size or a bonus change while a training goes on. */

/** A value for each share of the training done, from 0 to 1. */
export type Schedule = (progress: number) => number;

/** Falls by equal factors in equal times: from `first` to `first · lastShare`. */
export function geometric(first: number, lastShare: number): Schedule {
  return (progress) => first * lastShare ** progress;
}

/** Falls by equal amounts in equal times: from `first` to `last`. */
export function linear(first: number, last: number): Schedule {
  return (progress) => first + (last - first) * progress;
}
