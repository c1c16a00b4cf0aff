import type { ArmResource, InstanceCondition } from '../../data-plane/contract.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import type { CommandResult } from '../scenario.ts';
import { instanceIdOf } from './instance-model.ts';
import { stateOfInstance } from './instances.ts';
import { printedStatus, readableScript } from './status-line.ts';

/** As documented: of what a script prints, the end is kept. */
const longestOutputBytes = 4096;

/** Commands are extensions, and those take a machine that is switched on. */
export function checkRunning(plane: ControlPlane, instance: ArmResource): void {
  if (stateOfInstance(plane, instance).power !== 'running') throw errors.extensionsOfStoppedMachine();
}

/** How the machine is now. Undefined where the scenario says of nobody what it serves. */
export function conditionOf(plane: ControlPlane, instance: ArmResource): InstanceCondition | undefined {
  const { workload } = stateOfInstance(plane, instance);
  return workload && plane.dataPlane.conditionOf(workload.instance);
}

/** How a script ended, with all that it has printed. */
export interface ScriptEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a script comes to: by the scenario, and by what its last line makes of that. */
export function runScript(plane: ControlPlane, instance: ArmResource, script: string): ScriptEnd {
  const { exitCode = 0, stdout = '', stderr = '' } = resultOf(plane, instance, readableScript(script));
  const status = printedStatus(script, exitCode);
  return status === undefined
    ? { exitCode, stdout, stderr }
    : { exitCode: 0, stdout: `${stdout}${status}`, stderr };
}

/** The last result in the scenario that fits the version which the instance serves, and the script. */
function resultOf(plane: ControlPlane, instance: ArmResource, script: string): CommandResult {
  const version = stateOfInstance(plane, instance).workload?.version;
  const names = [instance.name, instanceIdOf(instance)];
  const result = plane.scenario.commandResults?.findLast(
    (candidate) =>
      (candidate.version === undefined || candidate.version === version) &&
      (candidate.script === undefined || new RegExp(candidate.script, 'i').test(script)) &&
      (candidate.instances === undefined || candidate.instances.some((one) => names.includes(one))),
  );
  return result ?? {};
}

export function lastBytes(text: string): string {
  return Buffer.from(text).subarray(-longestOutputBytes).toString();
}
