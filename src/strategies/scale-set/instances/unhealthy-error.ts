/** By which another process knows the error, too. */
export const UNHEALTHY_INSTANCES = 'UnhealthyInstances';

/** More instances became unhealthy than may: what is done about it, `on-unhealthy` says. */
export class UnhealthyInstancesError extends Error {
  override readonly name = 'UnhealthyInstancesError';
  readonly code = UNHEALTHY_INSTANCES;
}
