/** The backend of tfjs that the tests of learning run on. */
import type { BackendName } from '../learning/backend/backend.ts';

/** The backend the learning tests run on: `REDUCED_IMPACT_BACKEND=native npx vitest run test/learning`. */
export const testBackend = (process.env.REDUCED_IMPACT_BACKEND ?? 'wasm') as BackendName;
