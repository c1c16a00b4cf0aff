import { randomUUID } from 'node:crypto';
import type { Arm } from '../arm/arm.ts';
import { COMPUTE_API_VERSION } from './compute-api.ts';
import type { InstanceViewStatus } from './scale-set-instances.ts';

export interface InstanceScript {
  /** Resource id of the instance. */
  readonly id: string;
  readonly osType: 'Linux' | 'Windows';
  /** For `sh`, or PowerShell. */
  readonly script: string;
  readonly timeoutMs: number;
}

export interface ScriptResult {
  readonly exitStatus: number;
  /** Of each, ARM gives the last 4096 bytes. */
  readonly stdout: string;
  readonly stderr: string;
}

/** A script was started on an instance, and how it ended is not known. */
export class ScriptResultError extends Error {
  override readonly name = 'ScriptResultError';
  readonly code = 'ScriptResultUnknown';
}

/**
 * VirtualMachineScaleSetVMs_RunCommand (POST runCommand, api-version 2026-04-01): runs a script on an instance by the VM agent,
 * as root or SYSTEM. ARM says whether it could be run, and not how it ended: so it runs in a shell of its own, and the exit
 * status is printed last, behind a mark that it cannot have printed itself.
 *
 * The answer was never recorded by us; its two shapes are documented and quoted by users: one status with `[stdout]` and
 * `[stderr]` in its message from Linux, and a status for each from Windows.
 *
 * @throws ScriptResultError where the mark is missing; ArmError when refused, at once also where ARM would run it later, such as
 *   409 while another script runs there and 429; ArmOperationError; ArmOperationTimeoutError; UncertainWriteError: it may have run, and is not run again.
 */
export async function runScript(
  arm: Arm,
  { id, osType, script, timeoutMs }: InstanceScript,
  signal: AbortSignal,
): Promise<ScriptResult> {
  const mark = `exit-status-${randomUUID()}`;
  const answer = (await arm.write(
    {
      method: 'POST',
      path: `${id}/runCommand`,
      apiVersion: COMPUTE_API_VERSION,
      body:
        osType === 'Linux'
          ? { commandId: 'RunShellScript', script: linuxScript(script, mark, timeoutMs) }
          : { commandId: 'RunPowerShellScript', script: windowsScript(script, mark) },
      timeoutMs,
      whenBusy: 'tell',
    },
    signal,
  )) as { readonly value?: readonly InstanceViewStatus[] } | undefined;
  const found = new RegExp(RESULT.replace('MARK', mark), 's').exec(textOf(answer?.value ?? []))?.groups;
  if (found?.status === undefined) {
    throw new ScriptResultError(
      `A script was run on ${id}, and its answer does not say how it ended: ` +
        `${JSON.stringify(answer ?? null).slice(0, 500)}`,
    );
  }
  return {
    exitStatus: Number(found.status),
    stdout: found.stdout ?? '',
    stderr: (found.stderr ?? '').trimEnd(),
  };
}

const RESULT = String.raw`\[stdout\]\n?(?<stdout>.*?)\s*MARK (?<status>-?\d+)\s*(?:\[stderr\]\n?(?<stderr>.*))?$`;

/** Until SIGKILL. */
const GRACE_SECONDS = 10;

/**
 * In a shell of its own, so that neither `exit` nor a syntax error keeps the status from being printed. One that hangs is ended by
 * `timeout` of coreutils, with status 124: ARM would let it run for 90 minutes, and refuse every other operation on the machine.
 */
function linuxScript(script: string, mark: string, timeoutMs: number): string[] {
  const seconds = Math.max(1, Math.floor(timeoutMs / 1_000) - 2 * GRACE_SECONDS);
  const limit = `$(command -v timeout >/dev/null && echo timeout -k ${GRACE_SECONDS} ${seconds})`;
  return [`${limit} sh -c '${script.replaceAll("'", `'\\''`)}'`, `printf '\\n%s %s\\n' '${mark}' "$?"`];
}

function windowsScript(script: string, mark: string): string[] {
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  return [
    `& powershell.exe -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand ${encoded}`,
    `"${mark} $LASTEXITCODE"`,
  ];
}

/** The answer of Windows, in the words of that of Linux. */
function textOf(statuses: readonly InstanceViewStatus[]): string {
  const messageOf = (stream: string) =>
    statuses.find(({ code }) => code.startsWith(`ComponentStatus/${stream}/`))?.message;
  const stdout = messageOf('StdOut');
  return stdout === undefined
    ? statuses.map(({ message = '' }) => message).join('\n')
    : `[stdout]\n${stdout}\n[stderr]\n${messageOf('StdErr') ?? ''}`;
}
