import type { ScaleSetInstance } from '../azure/scale-sets/scale-set-instances.ts';
import type { Endpoint } from '../probe/connect-to.ts';
import { checkEndpoint, type EndpointCheckSettings } from './endpoint-check.ts';
import type { HealthGate, InstanceEndpointCheck } from './health-gate.ts';
import type { HealthSources } from './health-sources.ts';
import type { CommandLook, InstanceLooks, LookAtInstance } from './instance-looks.ts';
import { judgeInstance } from './instance-verdict.ts';
import { oneClause, oneLine } from './one-line.ts';

/** What a command on an instance came to. */
export type CommandResult =
  | {
      readonly kind: 'ended';
      readonly exitCode: number;
      /** What it wrote to its standard error. */
      readonly error: string;
    }
  /** It did not run, or nobody knows what came of it, and that is not the instance's doing. */
  | {
      readonly kind: 'held-up';
      /** `has not had its check command run, because ARM refuses to: 409 Conflict: ...` */
      readonly why: string;
      /** When ARM wants to be asked again; 0: it does not say. */
      readonly retryAfterMs: number;
    };

/** How instances are reached: reads of one scale set, and the one thing that is done on a machine. */
export interface InstanceAccess {
  /** Instances with their views. One that is missing in the answer is gone. */
  readonly read: (
    instanceIds: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly ScaleSetInstance[]>;
  /** Where an inbound NAT rule leads to that port of the instance; undefined where none does. */
  readonly natEndpointOf: (
    instanceId: string,
    port: number,
    signal: AbortSignal,
  ) => Promise<Endpoint | undefined>;
  readonly runCommand: (instanceId: string, command: string, signal: AbortSignal) => Promise<CommandResult>;
}

/** The looks that a gate asks for, at the instances of one scale set. */
export function looksOf(
  { endpoint, command }: HealthGate,
  sources: HealthSources,
  access: InstanceAccess,
  settings: EndpointCheckSettings,
): InstanceLooks {
  return {
    list: async (instanceIds, signal) => {
      const instances = await access.read(instanceIds, signal);
      return new Map(instances.map((instance) => [instance.instanceId, judgeInstance(instance, sources)]));
    },
    ...(endpoint === undefined ? {} : { askEndpoint: askThroughNat(endpoint, access, settings) }),
    ...(command === undefined ? {} : { runCommand: runOnInstance(command, access) }),
  };
}

function askThroughNat(
  check: InstanceEndpointCheck,
  { natEndpointOf }: InstanceAccess,
  settings: EndpointCheckSettings,
): LookAtInstance {
  return async (instanceId, signal) => {
    const endpoint = await natEndpointOf(instanceId, check.port, signal);
    if (endpoint === undefined) {
      return [`has no inbound NAT rule to its port ${check.port}`];
    }
    return checkEndpoint(check, endpoint, settings);
  };
}

/** The command is not told: what a user writes there may be secret. */
function runOnInstance(
  command: string,
  { runCommand }: InstanceAccess,
): NonNullable<InstanceLooks['runCommand']> {
  return async (instanceId, signal) => lookOf(await runCommand(instanceId, command, signal));
}

function lookOf(result: CommandResult): CommandLook {
  if (result.kind === 'held-up') {
    return { kind: 'held-up', why: oneClause(result.why), retryAfterMs: result.retryAfterMs };
  }
  const { exitCode, error } = result;
  const words = oneLine(error);
  return {
    kind: 'ended',
    reasons:
      exitCode === 0
        ? []
        : [`fails its check command (exit status ${exitCode}${words === '' ? '' : `: ${words}`})`],
  };
}
