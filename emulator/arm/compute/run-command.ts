import { requiredBody } from '../bodies.ts';
import type { Call, Reply, Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { type JsonObject, textOf } from '../json.ts';
import type { OperationEnd } from '../operations.ts';
import { sameId } from '../resource-id.ts';
import { checkRunning, conditionOf, lastBytes, runScript, type ScriptEnd } from './command-results.ts';
import { acceptCompute, checkNoConcurrentOperation, computeAcceptedReply } from './compute-operations.ts';
import { scaleSetType } from './compute-resources.ts';
import { osTypeOf } from './image-kinds.ts';
import { imageReferenceOf } from './images.ts';
import { findInstance, scaleSetOf, stateOfInstance } from './instances.ts';

const operationName = 'VirtualMachineScaleSetVMs.RunCommand.POST';

/** What an agent that says nothing is waited for (recorded: 5413 s). */
const agentTimeoutMs = 5_413_000;

export function runCommandRoutes(plane: ControlPlane): Route[] {
  return [
    {
      path: `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${scaleSetType}/{name}/virtualMachines/{instanceId}/runCommand`,
      methods: { POST: (call) => runCommand(plane, call) },
    },
  ];
}

/** What the platform has commands for. Those that are no script of the caller's print what the scenario says, too. */
const commandIds: Readonly<Record<'Linux' | 'Windows', readonly string[]>> = {
  Linux: ['RunShellScript', 'ifconfig'],
  Windows: [
    ...['RunPowerShellScript', 'EnableRemotePS', 'IPConfig', 'EnableAdminAccount', 'ResetAccountPassword'],
    ...['RDPSettings', 'SetRDPPort', 'ResetRDPCert'],
  ],
};

/**
 * Run Command, the action: a script on one instance. What it prints stands in the scenario; that it was there to be run is the
 * machine's affair.
 */
function runCommand(plane: ControlPlane, call: Call): Reply {
  const instance = findInstance(plane, call);
  const body = requiredBody(call);
  const commandId = textOf(body, 'commandId');
  if (commandId === undefined) throw errors.commandIdMissing();
  checkRunning(plane, instance);
  if (plane.operations.running(instance.id)?.name === operationName) throw errors.commandInProgress();
  checkNoConcurrentOperation(plane, [instance.id]);
  const isDown = conditionOf(plane, instance) === 'machine-down';
  const os = osTypeOf(plane, imageReferenceOf(stateOfInstance(plane, instance).applied.profile));
  if (!commandIds[os].some((known) => sameId(known, commandId))) throw errors.commandNotFound();
  const operation = acceptCompute(plane, call, {
    name: operationName,
    location: scaleSetOf(plane, instance).location ?? '',
    resourceIds: [instance.id],
    durationMs: isDown ? plane.scaled(agentTimeoutMs) : plane.drawDurationMs('vmss-vm-run-command'),
    result: { status: 200, body: { value: printResult(runScript(plane, instance, scriptOf(body)), os) } },
    ...(isDown ? { end: timedOut(os) } : {}),
  });
  return computeAcceptedReply(operation);
}

function scriptOf(body: JsonObject): string {
  return Array.isArray(body.script) ? body.script.join('\n') : '';
}

/** On Linux one status with both streams in it, on Windows one for each. Neither says how the script ended. */
function printResult({ stdout, stderr }: ScriptEnd, os: 'Linux' | 'Windows'): unknown {
  const status = (code: string, message: string) => ({
    code,
    level: 'Info',
    displayStatus: 'Provisioning succeeded',
    message,
  });
  if (os === 'Windows') {
    return [
      status('ComponentStatus/StdOut/succeeded', lastBytes(stdout)),
      status('ComponentStatus/StdErr/succeeded', lastBytes(stderr)),
    ];
  }
  const message = `Enable succeeded: \n[stdout]\n${lastBytes(stdout)}\n[stderr]\n${lastBytes(stderr)}`;
  return [status('ProvisioningState/succeeded', message)];
}

function timedOut(os: 'Linux' | 'Windows'): OperationEnd {
  const name = os === 'Windows' ? 'RunCommandWindows' : 'RunCommandLinux';
  return {
    status: 'Failed',
    error: {
      code: 'VMExtensionProvisioningTimeout',
      message: `Provisioning of VM extension ${name} has timed out. Extension provisioning has taken too long to complete. The extension did not report a message. More information on troubleshooting is available at https://aka.ms/vmextensionlinuxtroubleshoot`,
    },
  };
}
