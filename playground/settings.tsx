/** What may be chosen: the world, the evidence, the penalty, and a source of the user's own. */
import { useEffect, useState } from 'preact/hooks';
import type { Client } from './client.ts';
import type { OpenedWorld } from './protocol.ts';
import type { PageState } from './state.ts';

interface SettingsProps {
  /** One that compiles nothing as the page begins, so that the lists are there at once. */
  readonly client: Client;
  readonly state: PageState;
  readonly world: OpenedWorld | null;
  /** The evidence value that is shown; undefined until the world is there. */
  readonly evidence: readonly number[] | undefined;
  /** What is wrong with the user's own source; '' where nothing is. */
  readonly trouble: string;
  readonly onChange: (changes: Partial<PageState>) => void;
}

interface Named {
  readonly id: string;
  readonly summary: string;
}

export function Settings({ client, state, world, evidence, trouble, onChange }: SettingsProps) {
  const [worlds, setWorlds] = useState<readonly Named[]>([]);
  const [penalties, setPenalties] = useState<readonly Named[]>([]);
  const [draft, setDraft] = useState(state.own);
  useEffect(() => {
    client.ask('worlds', {}).then(setWorlds);
    client.ask('penalties', {}).then(setPenalties);
  }, []);
  useEffect(() => setDraft(state.own), [state.own]);
  const send = (own: string) => onChange({ own, actor: own === '' ? '' : 'yours' });
  return (
    <section class="settings" aria-label="settings">
      <h2>Choose</h2>
      <div class="fields">
        <label>
          world
          <select
            value={state.world.split('?')[0]}
            onChange={(event) => onChange({ world: event.currentTarget.value, evidence: '', own: '', actor: '' })}
          >
            {worlds.map(({ id, summary }) => (
              <option key={id} value={id} title={summary}>
                {id}
              </option>
            ))}
          </select>
        </label>
        <label>
          evidence
          <select
            value={evidence?.join() ?? ''}
            onChange={(event) => onChange({ evidence: event.currentTarget.value })}
          >
            {world?.evidences.map(({ value, name }) => (
              <option key={name} value={value.join()}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          penalty
          <select value={state.penalty} onChange={(event) => onChange({ penalty: event.currentTarget.value })}>
            {penalties.map(({ id, summary }) => (
              <option key={id} value={id} title={summary}>
                {id}
              </option>
            ))}
          </select>
        </label>
      </div>
      {world && <p class="hint">{world.summary}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send(draft.trim());
        }}
      >
        <label>
          a program of your own: what shall it maximise?
          <input
            class="source"
            list="quantities"
            spellcheck={false}
            autocomplete="off"
            placeholder={world ? `for example ${world.disciples.at(-1)?.source}` : ''}
            value={draft}
            aria-invalid={trouble !== ''}
            onInput={(event) => setDraft(event.currentTarget.value)}
          />
        </label>
        <datalist id="quantities">
          {completions(draft, world?.quantities ?? []).map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
        <button type="submit">send it</button>{' '}
        {state.own !== '' && (
          <button type="button" onClick={() => send('')}>
            take it back
          </button>
        )}
        {trouble !== '' && (
          <p class="trouble" role="alert">
            {trouble}
          </p>
        )}
      </form>
    </section>
  );
}

/** The text with its last word completed to each quantity that it may begin. */
function completions(text: string, quantities: readonly string[]): string[] {
  const word = /[A-Za-z_][A-Za-z0-9_]*$/.exec(text)?.[0] ?? '';
  const before = text.slice(0, text.length - word.length);
  return quantities.filter((name) => name.startsWith(word) && name !== word).map((name) => before + name);
}
