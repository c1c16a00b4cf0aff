import { movesAnAddress } from '../invariants/azure-as-it-is.ts';
import type { AzureBefore } from '../invariants/azure-before.ts';
import type { MovingWrite } from '../race/never-two-inside.ts';
import type { SpawnedWorld } from '../spawned/spawned-world.ts';

/** A request that moved an address, as the emulator has seen it: it does not know which run has sent it. */
export interface ObservedMove extends Omit<MovingWrite, 'run'> {
  /** What ARM has called it, in its answer: the report of the run that sent it has this too. */
  readonly requestId: string;
  /** URL of the run that had the production address locked when the request came; empty where nobody had. */
  readonly lockOwner: string;
}

const LOCK_OWNER = 'azure-rollout-lock-owner';
const REQUEST_ID = 'x-ms-request-id';

/** Looks at every request from here on. Refused ones are left out: they have moved nothing. */
export function observeMoves({ emulator }: SpawnedWorld, before: AzureBefore): readonly ObservedMove[] {
  const { arm } = emulator;
  const moves: ObservedMove[] = [];
  const handle = arm.handle.bind(arm);
  const [production = ''] = before.productionAddressIds;
  // As the watch of the store in foreign-changes.ts: afterwards nobody could say what the tags were at that moment.
  arm.handle = async (request) => {
    if (!movesAnAddress(request.method, request.path)) {
      return handle(request);
    }
    const lockOwner = arm.plane.store.get(production)?.tags?.[LOCK_OWNER] ?? '';
    const sentAtMs = arm.plane.clock.monotonicMs();
    const response = await handle(request);
    if (response.status < 300) {
      moves.push({
        path: request.path,
        sentAtMs,
        answeredAtMs: arm.plane.clock.monotonicMs(),
        requestId: response.headers[REQUEST_ID] ?? '',
        lockOwner,
      });
    }
    return response;
  };
  return moves;
}
