import { describe, expect, test } from 'vitest';
import { findDifferences, printDifference } from './differences.ts';
import { type Recording, readRecordings } from './recordings.ts';
import { reference } from './reference.ts';
import { replay } from './replay.ts';

/** Exchanges that cannot be repeated, and why. */
interface Gaps {
  /** Their operation began before the recording, in a gap of it, or is of a kind that the emulator does not have. */
  readonly leftOut: readonly number[];
  /** They are about an instance that only overprovisioning explains. */
  readonly removed?: readonly number[];
}

const replayed: Readonly<Record<string, Gaps>> = {
  'vmss-automatic-repairs': { leftOut: [] },
  // The sizes that a scale set may have.
  'vmss-create-modify-manualupgrade': { leftOut: [19] },
  'vmss-crud-etag-2025-04-01': { leftOut: [18, 19] },
  // The platform's own rolling upgrade.
  'vmss-extension-rolling-upgrade': { leftOut: [37, 38, 39, 58, 59] },
  'vmss-manualupgrade-retry-after': { leftOut: [], removed: [67, 68] },
  'vmss-os-upgrade-history': { leftOut: [] },
  'vmss-reimage': { leftOut: [] },
  'vmss-rolling-upgrade': { leftOut: [48, 49, 50, 52, 53] },
  'vmss-set-orchestration-service-state': { leftOut: [33] },
  'vmss-update-image': { leftOut: [19, 20, 21, 23, 24, 25, 30, 31] },
  'vmss-vm-crud-etag-2025-04-01': { leftOut: [22, 23] },
  'vmss-vm-protection-policy': { leftOut: [] },
};

const notReplayed: Readonly<Record<string, string>> = {
  'vmss-flexible-scale-and-vm-list': 'Flexible orchestration',
  'vmss-instance-views':
    'four reads of four scale sets in four states: staged in states-of-scale-sets.test.ts',
};

/** A difference that is meant. */
interface Known {
  readonly recordings: RegExp;
  readonly at: RegExp;
  readonly why: string;
}

const known: readonly Known[] = [
  {
    recordings: /./,
    at: /^(header )?etag$|\/etag$/,
    why: 'Before 2024, Microsoft.Compute had no etags; what they are in 2025 is compared below',
  },
  {
    recordings: /^vmss-(?!.*2025)/,
    at: /\/(enableAcceleratedNetworking|platformFaultDomainCount|timeCreated)$/,
    why: 'One shape serves all api-versions: that of 2025',
  },
  {
    recordings: /^vmss-extension-rolling-upgrade$/,
    at: /^\/properties\/provisioningState$/,
    why: 'When it is first seen, a deployment is still making the scale set',
  },
  {
    recordings: /^vmss-vm-protection-policy$/,
    at: /\/(overprovision|doNotRunExtensionsOnOverprovisionedVMs)$/,
    why: 'A scale set of another orchestration mode is read in the same recording',
  },
  {
    recordings: /^vmss-vm-protection-policy$/,
    at: /\/latestModelApplied$/,
    why: 'No answer shows the model that the instance was behind',
  },
  {
    recordings: /2025/,
    at: /\/(exactVersion|resilientVMDeletionStatus|osName|osVersion|vmAgentVersion)$/,
    why: 'What the marketplace and the machine itself would say',
  },
  {
    recordings: /2025/,
    at: /\/(disks\/\d+\/name|osDisk\/name|managedDisk\/id)$/,
    why: 'The name of a disk is drawn',
  },
  {
    recordings: /2025/,
    at: /^\/tags$|^\/properties\/(privateEndpointVNetPolicies|virtualNetworkPeerings|enableDdosProtection|subnets\/.*)$/,
    why: 'Resource groups and networks are kept as they are given',
  },
  {
    recordings: /^vmss-set-orchestration-service-state$/,
    at: /\/statusesSummary\/0$/,
    why: 'No exchange names an instance of this scale set',
  },
  {
    recordings: /^vmss-manualupgrade-retry-after$/,
    at: /\/(disableTcpStateTracking|orchestrationMode|vmSize|exactVersion|imageReference\/version)$/,
    why: 'Of 2019: members that came later, and the version that `latest` stood for, in its place',
  },
  {
    recordings: /^vmss-manualupgrade-retry-after$/,
    at: /\/storageProfile\/(dataDisks|osDisk\/(osType|name|vhd))$|^\/disks\/0\/name$/,
    why: 'Of unmanaged disks the emulator knows nothing',
  },
  {
    recordings: /^vmss-manualupgrade-retry-after$/,
    at: /^\/value\/\d+(\/(id|name|instanceId|properties\/(osProfile\/computerName|networkProfile\/networkInterfaces\/0\/id|virtualMachine)))?$/,
    why: 'Overprovisioning: four instances were made, and two of them stayed',
  },
  {
    recordings: /^vmss-manualupgrade-retry-after$/,
    at: /\/properties\/(macAddress|hostedWorkloads|tapConfigurations|primary|dnsSettings\/internalDomainNameSuffix)$|^\/value\/\d+\/type$/,
    why: 'What Microsoft.Network told of interfaces in 2018',
  },
  {
    recordings: /^vmss-manualupgrade-retry-after$/,
    at: /^\/(osName|osVersion|vmAgent\/(vmAgentVersion|extensionHandlers|statuses\/0\/message))$/,
    why: 'What the machine itself would say, and the words of an old agent',
  },
  {
    recordings: /^vmss-manualupgrade-retry-after$/,
    at: /^header azure-asyncnotification$/,
    why: 'Of 2019: ARM did not send this header with actions yet',
  },
];

/** `seq`, how many instances were counted, and how many the emulator counts. */
type CountedOtherwise = readonly [seq: number, recorded: string | undefined, emulated: string | undefined];

const countedOtherwise: Readonly<Record<string, readonly CountedOtherwise[]>> = {
  // Overprovisioning makes more than were asked for, and lists them for a while.
  'vmss-manualupgrade-retry-after': [[40, '4', '2']],
  'vmss-reimage': [[12, '4', '2']],
  // The upgrade policy becomes Rolling, and the platform begins with one instance.
  'vmss-rolling-upgrade': [[39, '1', '0']],
  // Of another orchestration mode.
  'vmss-vm-protection-policy': [[45, undefined, '0']],
};

describe.runIf(reference !== undefined)('the emulator answers as recorded of scale sets', () => {
  const recordings = reference === undefined ? [] : readRecordings(reference.recordings);
  const replayable = recordings.filter(({ name }) => name in replayed);

  test('in every recording, but for those that are of something else', () => {
    const names = recordings.map(({ name }) => name).filter((name) => name.startsWith('vmss-'));
    expect([...Object.keys(replayed), ...Object.keys(notReplayed)].toSorted()).toEqual(names.toSorted());
  });

  test.each(replayable)('in $name', async (recording) => {
    const found = await differencesOf(recording);
    const meant = known.filter((one) => one.recordings.test(recording.name));
    const rest = found.filter(({ at }) => !meant.some((one) => one.at.test(at)));
    expect(rest.map(printDifference)).toEqual([]);
  });

  test.each(replayable)('counted for as many instances as in $name', async (recording) => {
    const charge = 'x-ms-request-charge';
    const differences = (await replay(withoutRemoved(recording)))
      .filter((one) => one.kind === 'answered')
      .filter(
        ({ recorded, emulated }) => recorded.responseHeaders[charge] !== emulated.responseHeaders[charge],
      )
      .map(({ recorded, emulated }) => [
        recorded.seq,
        recorded.responseHeaders[charge],
        emulated.responseHeaders[charge],
      ]);
    expect(differences).toEqual(countedOtherwise[recording.name] ?? []);
  });

  test.each(replayable)('with instants written as in $name', async (recording) => {
    const written = (await replay(withoutRemoved(recording))).flatMap((one) =>
      one.kind === 'answered' && /Microsoft\.Compute/i.test(one.recorded.url)
        ? (JSON.stringify(one.emulated.responseBody ?? null).match(/"\d{4}-\d\d-\d\dT[^"]*"/g) ?? [])
        : [],
    );
    // Up to seven digits, none of them a zero at the end; one recorder writes other times of its own.
    const recorded = /^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,6}[1-9])?(\+00:00|\+08:00)"$/;
    const ownOfRecorder = /:\d\dZ"$/;
    expect(written.filter((text) => !recorded.test(text) && !ownOfRecorder.test(text))).toEqual([]);
  });

  test.each(replayable)('exchange by exchange in $name', async (recording) => {
    const missing = (await replay(withoutRemoved(recording)))
      .filter(({ kind }) => kind === 'left-out')
      .map(({ recorded }) => recorded.seq);
    expect(missing).toEqual(replayed[recording.name]?.leftOut);
  });

  test.each(known)('but for what is meant: $why', async ({ recordings: pattern, at }) => {
    const found = await Promise.all(replayable.filter(({ name }) => pattern.test(name)).map(differencesOf));
    expect(found.flat().map((difference) => difference.at)).toContainEqual(expect.stringMatching(at));
  });

  test.each(replayable.filter(({ name }) => name.includes('2025')))(
    'etags and all, where there are any: $name',
    async (recording) => {
      const etags = (await differencesOf(recording)).filter(({ at }) => /etag/.test(at));
      expect(etags.map(printDifference)).toEqual([]);
    },
  );
});

function withoutRemoved(recording: Recording): Recording {
  const removed = replayed[recording.name]?.removed ?? [];
  return { ...recording, exchanges: recording.exchanges.filter(({ seq }) => !removed.includes(seq)) };
}

/** Polls of Microsoft.Compute seldom say when to come again; the emulator's never do. */
async function differencesOf(recording: Recording) {
  const whole = withoutRemoved(recording);
  const found = findDifferences(whole, await replay(whole), []);
  return found.filter(
    ({ at, exchange }) => !(at === 'header retry-after' && /GET .*\/operations\//.test(exchange)),
  );
}
