import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Announcement } from '../../emulator/index.ts';
import {
  emulatorInputs,
  emulatorVariables,
  idTokenVariables,
} from '../../scripts/runner/emulator-connection.ts';
import { runAction } from '../../scripts/runner/run-action.ts';
import { accessTokenOf, type EmulatorProcess, startEmulatorProcess } from '../emulator-process.ts';
import type { RolloutTask } from './compute-calls.ts';

/** Of the scale set in the scenario `zonal`. */
export const capacity = 100;

/** An emulator of its own, at speed 1 and with the latency of real requests: limits of ARM are met as they are only there. */
export function startZonal(seed: number): Promise<EmulatorProcess> {
  return startEmulatorProcess({ scenario: 'zonal', seed, 'request-latency': 'realistic' });
}

export async function taskOf(announcement: Announcement): Promise<RolloutTask> {
  const { subscriptionId, resourceManagerEndpoint, caCertificatePath } = announcement;
  return {
    resourceManagerEndpoint,
    caCertificatePath,
    accessToken: await accessTokenOf(announcement),
    scaleSetId: `${computeOf(subscriptionId)}/virtualMachineScaleSets/web`,
    imageId: imageIdOf(subscriptionId),
  };
}

/**
 * The bundled action as a runner runs it, which puts the next image on instances of the scale set, with its defaults but for
 * these inputs.
 *
 * @throws Error where it ends red, or upgrades another number of instances than this.
 */
export async function releaseByAction(
  announcement: Announcement,
  inputs: Readonly<Record<string, string>>,
  expected: number,
): Promise<void> {
  const { subscriptionId, tenantId, clientId } = announcement;
  const directory = mkdtempSync(join(tmpdir(), 'azure-rollout-bench-'));
  try {
    const run = await runAction({
      actionDirectory: join(import.meta.dirname, '../..'),
      directory,
      inputs: {
        'subscription-id': subscriptionId,
        'tenant-id': tenantId,
        'client-id': clientId,
        'resource-group': 'zonal',
        'scale-set': 'web',
        image: imageIdOf(subscriptionId),
        ...inputs,
        ...emulatorInputs(announcement),
      },
      environment: { ...emulatorVariables(announcement), ...idTokenVariables(announcement) },
    });
    if (run.exitCode !== 0) {
      throw new Error(`The action ended with exit code ${run.exitCode}:\n${run.stdout}`);
    }
    const count = Number(run.outputs['updated-instances-count']);
    if (count !== expected) throw new Error(`The action upgraded ${count} instances, and not ${expected}.`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function computeOf(subscriptionId: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/zonal/providers/Microsoft.Compute`;
}

function imageIdOf(subscriptionId: string): string {
  return `${computeOf(subscriptionId)}/galleries/zonalgallery/images/web/versions/2.0.0`;
}
