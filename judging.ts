/** What judges a penalty by its exact results: the entry 'reduced-impact/judging'. It alone shows harm. */
import './agents/suite.ts';

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
export { type UnrestrictedCase, type UnrestrictedWindow, unrestrictedWindow } from './judging/unrestricted/window.ts';
export { type LambdaWindow, lambdaWindow, type WindowCase, windowOf } from './judging/window.ts';
