import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { objectOf } from '../../emulator/arm/json.ts';
import type { InstanceWork } from '../invariants/scale-set/done-once.ts';
import { scaleSetId } from './scenario.ts';

const WORK = /\/(manualupgrade|reimage|poweroff)$/i;

/** What has been done to each instance, and what there was to be given by it at the time. */
export class WorkHistory {
  readonly #plane: Pick<ControlPlane, 'operations' | 'store'>;
  readonly #models = new Map<string, string>();

  constructor(plane: Pick<ControlPlane, 'operations' | 'store'>) {
    this.#plane = plane;
    const { operations, store } = plane;
    const begin = operations.begin.bind(operations);
    operations.begin = (operation) => {
      begin(operation);
      const profile = objectOf(store.get(scaleSetId)?.properties, 'virtualMachineProfile');
      this.#models.set(operation.id, JSON.stringify(profile));
    };
  }

  /** In the order in which they were accepted. */
  works(): InstanceWork[] {
    return this.#plane.operations.all().flatMap(({ id, path, acceptedAtMs, ended, resourceIds }) => {
      const action = WORK.exec(path)?.[1];
      return action === undefined
        ? []
        : resourceIds.map((resourceId) => ({
            action,
            instanceId: resourceId.split('/').at(-1) ?? '',
            model: this.#models.get(id) ?? '',
            acceptedAtMs,
            hasSucceeded: ended?.end.status === 'Succeeded',
          }));
    });
  }
}
