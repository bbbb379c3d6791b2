/** The programs on offer, a bar each: utility, what the penalty takes away, and what is left. */
import type { Decision } from './protocol.ts';

interface OffersProps {
  readonly decision: Decision;
  /** The id of the program that acts. */
  readonly acting: string;
  readonly penalty: string;
  /** Called with '' for whom the master sends. */
  readonly onAct: (id: string) => void;
}

export function Offers({ decision: { offers, sent }, acting, penalty, onAct }: OffersProps) {
  return (
    <section class="offers" aria-label="what the master may send">
      <table>
        <caption>
          Each program’s utility as a bar; the hatched part is what λ · <code>{penalty}</code> takes away. The master
          sends the one that keeps most. Click a name to watch it.
        </caption>
        <thead>
          <tr>
            <th scope="col">program</th>
            <th scope="col">utility, less the charge</th>
            <th scope="col">left</th>
          </tr>
        </thead>
        <tbody>
          {offers.map(({ id, source, objective, charge, left }, i) => (
            <tr key={id} class={i === sent ? 'sent' : ''}>
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={id === acting}
                  title={source}
                  onClick={() => onAct(i === sent ? '' : id)}
                >
                  {id}
                </button>
                {i === sent && <span class="badge"> sent</span>}
              </th>
              <td>
                <div class="bar" aria-label={`utility ${objective.toFixed(3)}, charge ${charge.toFixed(3)}`} role="img">
                  <div class="left" style={{ width: `${100 * Math.max(0, left)}%` }} />
                  <div class="charge" style={{ width: `${100 * Math.min(objective, charge)}%` }} />
                </div>
              </td>
              <td class="figure">{left.toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
