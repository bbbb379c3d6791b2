/** Which key does which action. */
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';

/** What a key means in a game. */
export type Meaning = { readonly action: number } | 'undo' | 'quit';

/** A key of the keyboard with its action, as it is shown. */
export interface Binding {
  readonly key: string;
  readonly action: number;
}

/** Arrows that go without saying, by the name of an action. */
const ARROWS: Readonly<Record<string, string>> = { north: 'up', south: 'down', east: 'right', west: 'left' };
/** Keys that are taken. */
const TAKEN = ['q', 'u'];
const OTHERS = [...'0123456789abcdefghijklmnoprstvwxyz'];

/**
 * A key for each action: the first letter of its name that is free, else another; the space bar waits.
 * @throws InvalidOption where there are more actions than keys
 */
export function bindingsOf(actions: readonly string[]): Binding[] {
  const taken = new Set(TAKEN);
  return actions.map((name, action) => {
    if (action === 0) return { key: ' ', action };
    const key = [...name.toLowerCase().replace(/[^a-z0-9]/g, ''), ...OTHERS].find((letter) => !taken.has(letter));
    if (key === undefined)
      throw new InvalidOption(
        expected('play', `a world with at most ${action} actions, one for each key,`, actions.length),
      );
    taken.add(key);
    return { key, action };
  });
}

/** What a key that was pressed means; null where it means nothing. */
export function meaningOf(key: string, actions: readonly string[], bindings: readonly Binding[]): Meaning | null {
  if (key === 'q') return 'quit';
  if (key === 'u' || key === 'backspace') return 'undo';
  const arrow = actions.findIndex((name) => ARROWS[name] === key);
  if (arrow >= 0) return { action: arrow };
  const found = bindings.find((binding) => binding.key === (key === 'space' ? ' ' : key));
  return found ? { action: found.action } : null;
}

/** One line that says what each key does. */
export function keyLine(actions: readonly string[], bindings: readonly Binding[]): string {
  const keys = bindings.map(({ key, action }) => {
    const arrow = ARROWS[actions[action]];
    return `${key === ' ' ? 'space' : key}${arrow ? `/${arrow}` : ''} ${actions[action]}`;
  });
  return [...keys, 'u undo', 'q quit'].join(' · ');
}
