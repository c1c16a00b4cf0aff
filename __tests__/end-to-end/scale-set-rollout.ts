import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { always, type DurationProfile } from '../../emulator/durations/profile.ts';
import { instant } from '../../emulator/durations/profiles.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.ts';
import {
  emulatorInputs,
  emulatorVariables,
  idTokenVariables,
} from '../../scripts/runner/emulator-connection.ts';
import { type ActionRun, type RunActionOptions, runAction } from '../../scripts/runner/run-action.ts';

/** A job of a workflow: a runner of its own, of which the others know nothing. */
export interface Job {
  readonly inputs: Readonly<Record<string, string>>;
  /** Number of the workflow run. */
  readonly run?: number;
  /** Files of its workspace. */
  readonly files?: Readonly<Record<string, string>>;
  readonly options?: Partial<RunActionOptions>;
}

export interface ScaleSetRollout extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly scaleSetId: string;
  /** Resource id of a managed image of the same resource group. */
  imageId(name: string): string;
  run(job: Job): Promise<ActionRun>;
  /** The image that the model has, and that each instance runs, by its last name. */
  images(): { readonly model: string; readonly instances: Readonly<Record<string, string>> };
  /** Instances that are protected from scale-in. */
  protectedIds(): string[];
  /** Tags that the action has written. */
  tags(): Record<string, string>;
  /** Requests that change something, `POST web/manualupgrade`. */
  writes(): string[];
  /** Content of all files that the jobs have left on their machines, command files included. */
  leftOnMachines(): string[];
}

const root = join(import.meta.dirname, '../..');

/** Instances are upgraded for a second at the speed of the tests; writes of the model last no time. */
const profile: DurationProfile = {
  name: 'end-to-end',
  distributions: {
    ...instant.distributions,
    'vmss-upgrade-image': always(20),
    'vmss-upgrade-extension': always(20),
    'vmss-reimage': always(20),
    'vmss-scale-out': always(20),
  },
};
const SPEED = 20;

/** Of a release that nobody looks at for long. */
export const quick = { probe: 'off', 'min-healthy-time': '0s' } as const;

/** An emulator of a scale set, and the bundled action beside it, run by as many jobs as a test wants. */
export async function startScaleSetRollout(
  place: { readonly group: string; readonly scaleSet: string },
  options: EmulatorOptions = {},
): Promise<ScaleSetRollout> {
  const emulator = await startEmulator({ scenario: place.group, profile, speed: SPEED, ...options });
  const directories: string[] = [];
  const { store } = emulator.arm.plane;
  const { announcement } = emulator;
  const scaleSetId = `/subscriptions/${announcement.subscriptionId}/resourceGroups/${place.group}/providers/Microsoft.Compute/virtualMachineScaleSets/${place.scaleSet}`;
  const instances = () => store.list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines');
  return {
    emulator,
    scaleSetId,
    imageId: (name) => scaleSetId.replace(/virtualMachineScaleSets\/.*/, `images/${name}`),
    run({ inputs, run = 1, files = {}, options: runOptions = {} }) {
      const directory = mkdtempSync(join(tmpdir(), 'azure-rollout-test-'));
      directories.push(directory);
      mkdirSync(join(directory, 'workspace'));
      for (const [name, content] of Object.entries(files)) {
        writeFileSync(join(directory, 'workspace', name), content);
      }
      return runAction({
        actionDirectory: root,
        directory,
        inputs: {
          'subscription-id': announcement.subscriptionId,
          'tenant-id': announcement.tenantId,
          'client-id': announcement.clientId,
          'resource-group': place.group,
          'scale-set': place.scaleSet,
          ...emulatorInputs(announcement),
          ...inputs,
        },
        ...runOptions,
        environment: {
          ...emulatorVariables(announcement),
          ...idTokenVariables(announcement),
          GITHUB_RUN_ID: String(1_000_000 + run),
          ...runOptions.environment,
        },
      });
    },
    images() {
      const model = store.get(scaleSetId)?.properties.virtualMachineProfile as { storageProfile: Imaged };
      return {
        model: imageName(model.storageProfile),
        instances: Object.fromEntries(
          instances().map(({ instanceId, properties }) => [
            String(instanceId),
            imageName(properties.storageProfile as Imaged),
          ]),
        ),
      };
    },
    protectedIds: () =>
      instances()
        .filter(({ properties }) => (properties.protectionPolicy as Protection)?.protectFromScaleIn === true)
        .map(({ instanceId }) => String(instanceId)),
    tags() {
      const { tags = {} } = (store.get(scaleSetId) ?? {}) as { tags?: Record<string, string> };
      return Object.fromEntries(Object.entries(tags).filter(([name]) => name.startsWith('azure-rollout-')));
    },
    writes: () =>
      emulator.arm.journal
        .entries()
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path }) => `${method} ${path.split('/').slice(-2).join('/')}`),
    leftOnMachines: () =>
      directories
        .flatMap((directory) => globSync('**/*', { cwd: directory }).map((name) => join(directory, name)))
        .filter((path) => statSync(path).isFile())
        .map((path) => readFileSync(path, 'utf8')),
    async [Symbol.asyncDispose]() {
      await emulator[Symbol.asyncDispose]();
      for (const directory of directories) {
        rmSync(directory, { recursive: true, force: true });
      }
    },
  };
}

type Protection = { readonly protectFromScaleIn?: boolean } | undefined;

interface Imaged {
  readonly imageReference?: { readonly id?: string };
}

function imageName({ imageReference }: Imaged): string {
  return imageReference?.id?.split('/').at(-1) ?? '';
}

/** Acts once, as soon as the emulator has seen the write for the nth time. */
export function whenWritten(rollout: ScaleSetRollout, write: string, act: () => void, nth = 1): void {
  const watch = setInterval(() => {
    if (rollout.writes().filter((each) => each === write).length >= nth) {
      clearInterval(watch);
      act();
    }
  }, 20);
  watch.unref();
}
