/** A penalty of one’s own, to copy: run it by its path. */
import { expectation, forecastPenalty } from 'reduced-impact';

/**
 * A penalty of one's own: how far the expected answer to each question moves, in units of its grain; at most 1 a
 * question, and the mean over the questions. Unlike a divergence it does not see a change that keeps every mean.
 */
export default forecastPenalty({
  id: 'mine/mean-shift',
  summary: 'mean shift of the expected answers, in grains',
  value: (p1, p0, world) =>
    world.questions.reduce((sum, { read, grain = 1 }) => {
      const shift = Math.abs(expectation(p1, read) - expectation(p0, read)) / grain;
      return sum + Math.min(1, shift) / world.questions.length;
    }, 0),
});
