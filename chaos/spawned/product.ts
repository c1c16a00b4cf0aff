import { join } from 'node:path';
import { readActionDefinition } from '../../scripts/runner/action-definition.ts';

/** Until the action has `command: recover`, what a killed `main` has begun is finished by `post` alone. */
export function hasRecover(): boolean {
  return 'recover-to' in readActionDefinition(join(import.meta.dirname, '../..')).inputs;
}
