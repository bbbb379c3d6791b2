/** The solver of linear programs on the page: in place of the package `highs`, which would look for its file itself. */

// The build lets this file alone have the package itself.
import loader from 'highs';
import { inflate } from 'pako';

/** WebAssembly, compressed by gzip, in base 64; null until the page has read `solver.js`. */
let packed: string | null = null;

/** Gives the solver its code, as `solver.js` beside the page holds it. */
export function giveSolver(code: string): void {
  packed = code;
}

/** Takes the exports of the WebAssembly that was made. */
type Receive = (instance: WebAssembly.Instance) => void;

/** Starts the solver. */
export default function load(): Promise<unknown> {
  if (packed === null) throw new Error('the solver is not there yet');
  const code = inflate(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0)));
  // The package documents `wasmBinary` but passes over it.
  const instantiateWasm = (imports: WebAssembly.Imports, receive: Receive) => {
    WebAssembly.instantiate(code, imports).then(({ instance }) => receive(instance));
  };
  return (loader as unknown as (options: object) => Promise<unknown>)({ instantiateWasm });
}
