import type { ArmResource } from '../../../emulator/data-plane/contract.ts';
import { pathOf } from './exchange.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from './json.ts';
import type { RecordedExchange } from './recordings.ts';

const pattern =
  /^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.compute\/virtualmachinescalesets\/[^/]+)(.*)$/i;

/** The scale set that an exchange is about. */
export function scaleSetOf(exchange: RecordedExchange): string | undefined {
  return pattern.exec(slashed(pathOf(exchange)))?.[1];
}

/** The recorder lost the first slash of some paths. */
function slashed(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

/**
 * What a recording takes for granted: scale sets that it does not make, as they first show, and their instances, as a list
 * shows them or, where there is none, by the ids that requests name.
 */
export function assumedScaleSets(exchanges: readonly RecordedExchange[]): readonly ArmResource[] {
  const ids = new Map(
    exchanges.flatMap((one) => (scaleSetOf(one) ? [[key(one), scaleSetOf(one) ?? '']] : [])),
  );
  return [...ids.values()].flatMap((id) => {
    const about = exchanges.filter((one) => scaleSetOf(one)?.toLowerCase() === id.toLowerCase());
    const own = about.filter((one) => slashed(pathOf(one)).toLowerCase() === id.toLowerCase());
    if (own[0] !== undefined && [404, 201].includes(own[0].status)) return [];
    const listed = about
      .filter((one) => /\/virtualmachines$/i.test(pathOf(one)))
      .map(({ responseBody }) => listAt(responseBody, 'value').filter(isObject))
      .find((value) => value.length > 0);
    const instances =
      listed ??
      namedIds(about).map((instanceId) => shownInstance(about, instanceId) ?? bareInstance(id, instanceId));
    const body = own.map(({ responseBody }) => responseBody).find((one) => textAt(one, 'id') !== undefined);
    const scaleSet = isObject(body) ? body : inferred(id, instances);
    return [scaleSet, ...instances].map((one) => one as unknown as ArmResource);
  });
}

function key(exchange: RecordedExchange): string {
  return (scaleSetOf(exchange) ?? '').toLowerCase();
}

function namedIds(exchanges: readonly RecordedExchange[]): readonly string[] {
  const named = exchanges.flatMap((exchange) => [
    ...listAt(exchange.requestBody, 'instanceIds').map(String),
    ...(/\/virtualmachines\/(\d+)/i.exec(pathOf(exchange))?.slice(1, 2) ?? []),
  ]);
  return [...new Set(named.filter((id) => /^\d+$/.test(id)))];
}

/** An instance that a GET of its own shows. */
function shownInstance(exchanges: readonly RecordedExchange[], instanceId: string): JsonObject | undefined {
  const body = exchanges.find(
    ({ responseBody }) => textAt(responseBody, 'instanceId') === instanceId,
  )?.responseBody;
  return isObject(body) ? body : undefined;
}

/** The images of this subscription that anything refers to. */
export function assumedImages(exchanges: readonly RecordedExchange[]): readonly ArmResource[] {
  const text = JSON.stringify(exchanges.map(({ requestBody, responseBody }) => [requestBody, responseBody]));
  const ids = text.match(
    /\/subscriptions\/[^/"]+\/resourceGroups\/[^/"]+\/providers\/Microsoft\.Compute\/images\/[^/"]+/g,
  );
  return [...new Set(ids ?? [])].map((id) => ({
    id,
    name: id.split('/').at(-1) ?? '',
    type: 'Microsoft.Compute/images',
    properties: {},
  }));
}

function bareInstance(scaleSetId: string, instanceId: string): JsonObject {
  return {
    id: `${scaleSetId}/virtualMachines/${instanceId}`,
    name: `${scaleSetId.split('/').at(-1)}_${instanceId}`,
    type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
    location: 'westus',
    instanceId,
    properties: {},
  };
}

/** A disk of the model, as one of an instance has it. */
function withoutNames({ name: _, managedDisk, ...osDisk }: JsonObject): JsonObject {
  if (!isObject(managedDisk)) return osDisk;
  const { id: _id, ...disk } = managedDisk;
  return { ...osDisk, managedDisk: disk };
}

/** A scale set that no answer shows: as its instances have it. */
function inferred(id: string, instances: readonly JsonObject[]): JsonObject {
  const first: Json = instances[0] ?? {};
  const properties = objectAt(first, 'properties');
  const { exactVersion: _, ...imageReference } = objectAt(
    objectAt(properties, 'storageProfile'),
    'imageReference',
  );
  const osDisk = withoutNames(objectAt(objectAt(properties, 'storageProfile'), 'osDisk'));
  const { computerName = '', ...osProfile } = objectAt(properties, 'osProfile');
  const { licenseType } = properties;
  return {
    id,
    name: id.split('/').at(-1) ?? '',
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    location: textAt(first, 'location') ?? 'westus',
    sku: { name: 'Standard_DS1_v2', tier: 'Standard', capacity: instances.length, ...objectAt(first, 'sku') },
    properties: {
      // The recorded state is shown for scale sets that repair themselves only.
      automaticRepairsPolicy: { enabled: true },
      virtualMachineProfile: {
        osProfile: { computerNamePrefix: String(computerName).slice(0, -6), ...osProfile },
        ...(licenseType === undefined ? {} : { licenseType }),
        storageProfile: { imageReference, osDisk },
        networkProfile: objectAt(properties, 'networkProfileConfiguration'),
      },
    },
  };
}
