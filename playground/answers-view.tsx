/** The answers to each question in both worlds, cell by cell, at a grain that may be chosen. */
import { useEffect, useState } from 'preact/hooks';
import type { Client } from './client.ts';
import { follow } from './follow.ts';
import type { Answers, Place } from './protocol.ts';

/** Factors on every grain, from the finest cells. */
const COARSENESS = [0, 0.25, 0.5, 1, 2, 4, 8];
/** Cells of a question that are shown. */
const MOST_CELLS = 40;

interface AnswersProps {
  readonly client: Client;
  readonly place: Place;
  readonly source: string;
  readonly name: string;
  readonly coarseness: number;
  readonly onCoarseness: (coarseness: number) => void;
}

export function AnswersView({ client, place, source, name, coarseness, onCoarseness }: AnswersProps) {
  const [isOpen, setOpen] = useState(false);
  const [answers, setAnswers] = useState<Answers | null>(null);
  const [status, setStatus] = useState('');
  useEffect(() => {
    if (!isOpen) return;
    setStatus('computing');
    const compute = async () => {
      await client.ask('open', { world: place.world });
      return client.ask('answers', { ...place, source, coarseness });
    };
    return follow(compute, {
      show: (found) => {
        setAnswers(found);
        setStatus('');
      },
      fail: setStatus,
      cancelled: () => setStatus('cancelled'),
    });
  }, [isOpen, place.world, place.evidence.join(), source, coarseness]);
  return (
    <details class="answers" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>How both worlds answer the questions</summary>
      <label>
        grain of every question ×{' '}
        <select value={String(coarseness)} onChange={(event) => onCoarseness(Number(event.currentTarget.value))}>
          {[...new Set([...COARSENESS, coarseness])].map((factor) => (
            <option key={factor} value={String(factor)}>
              {factor === 0 ? 'the finest' : factor}
            </option>
          ))}
        </select>
      </label>
      {status !== '' && <p role="status">{status}</p>}
      {answers && (
        <>
          <p>
            “{name}”: all answers at once differ by <b data-joint={answers.joint}>{answers.joint.toFixed(4)}</b>{' '}
            (joint), each by itself by <b data-each={answers.each}>{answers.each.toFixed(4)}</b> on average. With finer
            grains, joint grows towards 1: it saturates.
          </p>
          <div class="histograms">
            {answers.histograms.map(({ question, divergence, cells }) => (
              <figure key={question}>
                <figcaption>
                  <b>{question}</b> differs by {divergence.toFixed(3)}
                </figcaption>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">from</th>
                      <th scope="col">with it / without it</th>
                      <th scope="col">share</th>
                    </tr>
                  </thead>
                  <tbody>
                    {cells.slice(0, MOST_CELLS).map(({ from, present, absent, share }) => (
                      <tr key={from}>
                        <th scope="row">{Number(from.toPrecision(6))}</th>
                        <td>
                          <div
                            class="pair"
                            role="img"
                            aria-label={`${present.toFixed(3)} with it, ${absent.toFixed(3)} without`}
                          >
                            <div class="present" style={{ width: `${100 * present}%` }} />
                            <div class="absent" style={{ width: `${100 * absent}%` }} />
                          </div>
                        </td>
                        <td class="figure">{Math.round(100 * share)} %</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                {cells.length > MOST_CELLS && <p class="hint">and {cells.length - MOST_CELLS} more cells</p>}
              </figure>
            ))}
          </div>
        </>
      )}
    </details>
  );
}
