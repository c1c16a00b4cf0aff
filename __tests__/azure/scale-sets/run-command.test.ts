import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ArmError, UncertainWriteError } from '../../../src/azure/arm/arm-error.ts';
import { runScript, ScriptResultError } from '../../../src/azure/scale-sets/run-command.ts';
import { LOST, refused, type ScriptedAnswer, type SentRequest, scriptedArm } from '../scripted-arm.ts';
import { scaleSetId, signal } from '../scripted-scale-set.ts';

const id = `${scaleSetId}/virtualMachines/3`;
const post = `POST ${id}/runCommand`;

type OnInstance = (lines: readonly string[], commandId: string) => readonly object[];

/** Run Command: accepted, carried out, and its result at the `Location`. */
function machine(onInstance: OnInstance) {
  let result: ScriptedAnswer = {};
  return scriptedArm({
    [post]: ({ body }: SentRequest) => {
      const { script, commandId } = body as { script: readonly string[]; commandId: string };
      result = { body: { value: onInstance(script, commandId) } };
      return {
        status: 202,
        headers: {
          'azure-asyncoperation': 'https://arm.test/operations/1',
          location: 'https://arm.test/operations/result',
        },
      };
    },
    'GET /operations/1': [{ body: { status: 'Succeeded' } }],
    'GET /operations/result': () => result,
  });
}

/** What the Linux agent makes of a script: `ProvisioningState/succeeded`, however the script ended. */
const linux: OnInstance = (lines, commandId) => {
  expect(commandId).toBe('RunShellScript');
  const { stdout, stderr } = spawnSync('sh', ['-c', lines.join('\n')], { encoding: 'utf8' });
  const message = `Enable succeeded: \n[stdout]\n${stdout}\n[stderr]\n${stderr}`;
  return [{ code: 'ProvisioningState/succeeded', level: 'Info', message }];
};

const run = (script: string, onInstance: OnInstance = linux) =>
  runScript(machine(onInstance).arm, { id, osType: 'Linux', script, timeoutMs: 60_000 }, signal);

describe('a script on a Linux instance', () => {
  test.each([
    ['ends well', 'echo fine', 0, 'fine'],
    ['ends with a status', 'echo so; exit 42', 42, 'so'],
    ['fails by its last command', 'false', 1, ''],
    ['has quotes of all kinds', `echo "it's" 'a "test"' $((1+1))`, 0, `it's a "test" 2`],
    ['has lines, and a comment last', 'echo one\necho two # end', 0, 'one\ntwo'],
    ['prints what looks like a mark', 'echo exit-status-1 0; exit 7', 7, 'exit-status-1 0'],
    ['prints a heading of the answer', 'echo "[stderr]"; exit 3', 3, '[stderr]'],
  ])('that %s', async (_, script, exitStatus, stdout) => {
    expect(await run(script)).toEqual({ exitStatus, stdout, stderr: '' });
  });

  test('that hangs is ended in its time', async () => {
    const { arm } = machine(linux);
    const end = await runScript(
      arm,
      { id, osType: 'Linux', script: 'echo begun; sleep 30', timeoutMs: 21_000 },
      signal,
    );
    expect(end).toMatchObject({ exitStatus: 124, stdout: 'begun' });
  });

  test('that is no script at all has a status all the same', async () => {
    const { exitStatus, stderr } = await run('if then (');
    expect(exitStatus).not.toBe(0);
    expect(stderr).not.toBe('');
  });

  test('says on which of its outputs it said what', async () => {
    expect(await run('echo out; echo err >&2')).toEqual({ exitStatus: 0, stdout: 'out', stderr: 'err' });
  });

  test('whose beginning was cut off, as ARM does with much output, still has its status', async () => {
    const cut: OnInstance = (lines, commandId) => {
      const [{ message }] = linux(lines, commandId) as [{ message: string }];
      return [{ code: 'ProvisioningState/succeeded', message: message.replace(/x{9000}/, 'x') }];
    };
    expect(await run('printf %09000d 0 | tr 0 x; exit 5', cut)).toMatchObject({ exitStatus: 5 });
  });

  test('that left no status is told with the answer', async () => {
    const failed: OnInstance = () => [
      { code: 'ProvisioningState/failed/1', message: 'Enable failed: no agent' },
    ];
    const failure = await run('true', failed).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ScriptResultError);
    expect(String(failure)).toContain('Enable failed: no agent');
  });

  test('is not run again where the answer was lost, or another one runs', async () => {
    for (const [answer, type] of [
      [LOST, UncertainWriteError],
      [refused(409, 'Conflict', 'Run command extension execution is in progress.'), ArmError],
    ] as const) {
      const { arm, writes } = scriptedArm({ [post]: [answer] });
      const script = { id, osType: 'Linux', script: 'true', timeoutMs: 60_000 } as const;
      await expect(runScript(arm, script, signal)).rejects.toBeInstanceOf(type);
      expect(writes()).toHaveLength(1);
    }
  });
});

test('a script that is throttled is refused at once, with the time that ARM wants, for whoever waits has a deadline', async () => {
  const { arm, writes } = scriptedArm({
    [post]: [{ ...refused(429, 'TooManyRequests', 'Slow down.'), headers: { 'retry-after': '90' } }],
  });
  const script = { id, osType: 'Linux', script: 'true', timeoutMs: 60_000 } as const;
  await expect(runScript(arm, script, signal)).rejects.toMatchObject({
    status: 429,
    facts: { retryAfterMs: 90_000 },
  });
  expect(writes()).toHaveLength(1);
});

test('a script on a Windows instance goes encoded into a PowerShell of its own, and has its status printed', async () => {
  const seen: string[] = [];
  const windows: OnInstance = (lines, commandId) => {
    const [call = '', mark = ''] = lines;
    const encoded = /-EncodedCommand (\S+)$/.exec(call)?.[1] ?? '';
    seen.push(commandId, Buffer.from(encoded, 'base64').toString('utf16le'));
    const printed = mark.replaceAll('"', '').replace('$LASTEXITCODE', '3');
    return [
      { code: 'ComponentStatus/StdOut/succeeded', message: `so\n${printed}` },
      { code: 'ComponentStatus/StdErr/succeeded', message: 'oh' },
    ];
  };
  const script = `Write-Output "it's"; exit 3`;
  const result = await runScript(
    machine(windows).arm,
    { id, osType: 'Windows', script, timeoutMs: 60_000 },
    signal,
  );
  expect(seen).toEqual(['RunPowerShellScript', script]);
  expect(result).toEqual({ exitStatus: 3, stdout: 'so', stderr: 'oh' });
});
