/** Reads `solver.js`, which lies beside the page: it is as large as the page, and few need it. */

/** What `solver.js` sets. */
declare global {
  var reducedImpactSolver: string | undefined;
}

const FILE = 'solver.js';

/**
 * The code of the solver, read once. A script is what a page from the disk may read.
 * @throws Error where the file is not beside the page.
 */
export function readSolver(): Promise<string> {
  if (globalThis.reducedImpactSolver !== undefined) return Promise.resolve(globalThis.reducedImpactSolver);
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = FILE;
    script.onload = () => resolve(globalThis.reducedImpactSolver!);
    script.onerror = () => {
      script.remove();
      reject(new Error(`the solver is missing: put ${FILE}, which the build makes, beside this page`));
    };
    document.head.append(script);
  });
}
