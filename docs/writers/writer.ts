/** A writer of programs that tries the quantities one after the other. See docs/external.md. */
import { createInterface } from 'node:readline';

interface Message {
  readonly type: 'card' | 'write' | 'done';
  readonly card?: { readonly quantities: Readonly<Record<string, unknown>> };
  readonly round?: number;
}

let names: readonly string[] = [];

for await (const line of createInterface({ input: process.stdin })) {
  const { type, card, round = 1 } = JSON.parse(line) as Message;
  if (card) names = Object.keys(card.quantities);
  if (type === 'write') {
    // First each quantity, then each with a penalty of its own on the next one.
    const name = names[(round - 1) % names.length];
    const next = names[round % names.length];
    const source = round <= names.length ? name : `${name} - 2 * ${next}`;
    process.stdout.write(`${JSON.stringify({ source })}\n`);
  }
  if (type === 'done') break;
}
