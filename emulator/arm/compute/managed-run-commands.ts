import type { ArmResource } from '../../data-plane/contract.ts';
import { requiredBody } from '../bodies.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { type JsonObject, numberOf, objectOf, textOf, without } from '../json.ts';
import type { OperationEnd } from '../operations.ts';
import { printList } from '../reading.ts';
import { sameId } from '../resource-id.ts';
import { checkRunning, conditionOf, lastBytes, runScript } from './command-results.ts';
import {
  acceptCompute,
  checkNoConcurrentOperation,
  computeAcceptedReply,
  computePutReply,
} from './compute-operations.ts';
import { instanceType, scaleSetType, timeOf } from './compute-resources.ts';
import { findInstance, scaleSetOf } from './instances.ts';

const managedType = `${instanceType}/runCommands`;
const operationName = 'VirtualMachineScaleSetVMRunCommands.PUT';

/** How long a command may run that does not say: the documented default. */
const defaultTimeoutSeconds = 5400;

/**
 * Run Command, managed: a command is a resource of its instance, and its instance view tells the exit code, which the
 * action does not.
 */
export function managedRunCommandRoutes(plane: ControlPlane): Route[] {
  const path = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${scaleSetType}/{name}/virtualMachines/{instanceId}/runCommands`;
  return [
    { path, methods: { GET: (call) => listCommands(plane, call) } },
    {
      path: `${path}/{command}`,
      methods: {
        GET: (call) => ({ status: 200, body: printed(call, findCommand(plane, call)) }),
        PUT: (call) => putCommand(plane, call),
        DELETE: (call) => deleteCommand(plane, call),
      },
    },
  ];
}

function commandId(plane: ControlPlane, call: Call): string {
  return `${findInstance(plane, call).id}/runCommands/${param(call, 'command')}`;
}

function findCommand(plane: ControlPlane, call: Call): ArmResource {
  const command = plane.store.get(commandId(plane, call));
  if (command === undefined) throw errors.computeNotFound();
  return command;
}

function listCommands(plane: ControlPlane, call: Call): Reply {
  const instance = findInstance(plane, call);
  const commands = plane.store.childrenOf(instance.id, managedType);
  return printList(commands.map((command) => printed(call, command)));
}

/** What came out of a command is told only where it is asked for. */
function printed(call: Call, command: ArmResource): ArmResource {
  const expanded = sameId(call.query.get('$expand') ?? '', 'instanceView');
  return expanded ? command : { ...command, properties: without(command.properties, 'instanceView') };
}

function putCommand(plane: ControlPlane, call: Call): Reply {
  const instance = findInstance(plane, call);
  const body = requiredBody(call);
  checkRunning(plane, instance);
  checkNoConcurrentOperation(plane, [instance.id]);
  const id = commandId(plane, call);
  const before = plane.store.get(id);
  const command = compose(plane, call, id, before, body);
  const { durationMs, execution } = run(plane, instance, command);
  const operation = acceptCompute(plane, call, {
    name: operationName,
    location: scaleSetOf(plane, instance).location ?? '',
    resourceIds: [id, instance.id],
    durationMs,
    apply: () => {
      plane.store.put(command);
      return [];
    },
    // A fault that lets the operation fail keeps the command from running.
    settle: () => settle(plane, id, call.operationFault === undefined ? execution : notExecuted),
    ...(execution.provisioningState === 'Failed' ? { end: failedEnd(command, execution) } : {}),
  });
  return computePutReply(plane, operation, {
    status: before === undefined ? 201 : 200,
    body: printed(call, command),
  });
}

/** What a command has come to. */
interface Execution {
  readonly provisioningState: 'Succeeded' | 'Failed';
  readonly instanceView: JsonObject;
}

const notExecuted: Execution = { provisioningState: 'Failed', instanceView: { executionState: 'Unknown' } };

function settle(plane: ControlPlane, id: string, { provisioningState, instanceView }: Execution): void {
  const command = plane.store.get(id);
  if (command === undefined) return;
  const view = { ...objectOf(command.properties, 'instanceView'), ...instanceView };
  plane.store.put({
    ...command,
    properties: { ...command.properties, provisioningState, instanceView: view },
  });
}

function failedEnd({ name }: ArmResource, { instanceView }: Execution): OperationEnd {
  return {
    status: 'Failed',
    error: {
      code: 'VMExtensionProvisioningError',
      message: `VM has reported a failure when processing run command '${name}'. Error message: "${textOf(instanceView, 'executionMessage') ?? ''}".`,
    },
  };
}

function compose(
  plane: ControlPlane,
  call: Call,
  id: string,
  before: ArmResource | undefined,
  body: JsonObject,
): ArmResource {
  const location = textOf(body, 'location') ?? before?.location;
  if (location === undefined) throw errors.locationRequired();
  const given = objectOf(body, 'properties') ?? {};
  return {
    ...without(body, 'properties', 'etag'),
    id: before?.id ?? id,
    name: before?.name ?? param(call, 'command'),
    type: managedType,
    location,
    properties: {
      asyncExecution: false,
      timeoutInSeconds: defaultTimeoutSeconds,
      treatFailureAsDeploymentFailure: false,
      // What is protected is never returned.
      ...without(given, 'protectedParameters', 'runAsPassword'),
      provisioningState: before === undefined ? 'Creating' : 'Updating',
      instanceView: { executionState: 'Running', exitCode: 0, startTime: timeOf(plane.clock.epochMs()) },
    },
  };
}

/** What is in `source.script`: a script behind a URI is nowhere to be read. */
function scriptOf(command: ArmResource): string {
  const source = objectOf(command.properties, 'source');
  return textOf(source, 'script') ?? textOf(source, 'scriptUri') ?? '';
}

/** What running the command now will come to, and when. A machine that is down is waited for until the command's own time is up. */
function run(plane: ControlPlane, instance: ArmResource, command: ArmResource) {
  const isDown = conditionOf(plane, instance) === 'machine-down';
  const timeoutSeconds = numberOf(command.properties, 'timeoutInSeconds') ?? defaultTimeoutSeconds;
  const durationMs = isDown
    ? plane.scaled(timeoutSeconds * 1000)
    : plane.drawDurationMs('vmss-vm-run-command-put');
  const endTime = timeOf(plane.clock.epochMs() + durationMs);
  return { durationMs, execution: isDown ? timedOut(endTime) : executed(plane, instance, command, endTime) };
}

function executed(
  plane: ControlPlane,
  instance: ArmResource,
  command: ArmResource,
  endTime: string,
): Execution {
  const { exitCode, stdout, stderr } = runScript(plane, instance, scriptOf(command));
  const failed = exitCode !== 0;
  const failsAll = command.properties.treatFailureAsDeploymentFailure === true;
  return {
    provisioningState: failed && failsAll ? 'Failed' : 'Succeeded',
    instanceView: {
      executionState: failed ? 'Failed' : 'Succeeded',
      executionMessage: failed
        ? `Execution failed: failed to execute command: command terminated with exit status=${exitCode}`
        : 'Execution completed',
      exitCode,
      output: lastBytes(stdout),
      error: lastBytes(stderr),
      endTime,
    },
  };
}

function timedOut(endTime: string): Execution {
  const executionMessage = 'Execution timed out';
  return {
    provisioningState: 'Failed',
    instanceView: {
      executionState: 'TimedOut',
      executionMessage,
      exitCode: -1,
      output: '',
      error: '',
      endTime,
    },
  };
}

function deleteCommand(plane: ControlPlane, call: Call): Reply {
  const id = commandId(plane, call);
  const command = plane.store.get(id);
  if (command === undefined) return { status: 204 };
  const instance = findInstance(plane, call);
  const operation = acceptCompute(plane, call, {
    name: 'VirtualMachineScaleSetVMRunCommands.DELETE',
    location: scaleSetOf(plane, instance).location ?? '',
    resourceIds: [id],
    durationMs: plane.drawDurationMs('vmss-vm-run-command-delete'),
    settle: ({ status }) => {
      if (status === 'Succeeded') plane.store.remove(id);
    },
  });
  return computeAcceptedReply(operation);
}
