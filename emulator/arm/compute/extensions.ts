import type { ArmResource } from '../../data-plane/contract.ts';
import { requiredBody } from '../bodies.ts';
import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { type JsonObject, objectOf } from '../json.ts';
import { printList } from '../reading.ts';
import { sameId } from '../resource-id.ts';
import { computeAcceptedReply, computePutReply } from './compute-operations.ts';
import { checkComputePreconditions, checkNotDeleting, extensionType } from './compute-resources.ts';
import { findScaleSet } from './instances.ts';
import { extensionsOf, secretsOf, withoutSecrets } from './protected-settings.ts';
import { profileOf } from './scale-set-model.ts';
import { checkExtensions } from './scale-set-validation.ts';
import { acceptScaleSet } from './scale-set-writes.ts';

/** Extensions of a scale set as sub-resources: a write changes one of them and leaves the others alone. */
export function extensionRoutes(plane: ControlPlane, scaleSetPath: string): Route[] {
  return [
    {
      path: `${scaleSetPath}/extensions`,
      methods: {
        GET: (call) => {
          const scaleSet = findScaleSet(plane, call);
          return printList(extensionsOf(profileOf(scaleSet)).map((one) => printExtension(scaleSet, one)));
        },
      },
    },
    {
      path: `${scaleSetPath}/extensions/{extension}`,
      methods: {
        GET: (call) => {
          const scaleSet = findScaleSet(plane, call);
          const extension = findExtension(scaleSet, param(call, 'extension'));
          if (extension === undefined) throw errors.computeNotFound();
          return { status: 200, body: printExtension(scaleSet, extension) };
        },
        PUT: (call) => writeExtension(plane, call),
        PATCH: (call) => writeExtension(plane, call),
        DELETE: (call) => deleteExtension(plane, call),
      },
    },
  ];
}

function findExtension(scaleSet: ArmResource, name: string): JsonObject | undefined {
  return extensionsOf(profileOf(scaleSet)).find((extension) => sameId(String(extension.name), name));
}

function printExtension(scaleSet: ArmResource, extension: JsonObject): JsonObject {
  const { name, properties } = withoutSecrets(extension);
  return {
    name,
    id: `${scaleSet.id}/extensions/${name}`,
    type: extensionType,
    properties: {
      ...objectOf({ properties }, 'properties'),
      provisioningState: scaleSet.properties.provisioningState,
    },
  };
}

/** PATCH changes the members that it names, PUT all of them. Protected settings that are not sent again stay or go likewise. */
function writeExtension(plane: ControlPlane, call: Call): Reply {
  const body = requiredBody(call);
  const scaleSet = findScaleSet(plane, call);
  const name = param(call, 'extension');
  const before = findExtension(scaleSet, name);
  const patches = call.request.method === 'PATCH';
  if (patches && before === undefined) throw errors.computeNotFound();
  checkComputePreconditions(call, scaleSet, before !== undefined);
  checkNotDeleting(scaleSet);
  const given = objectOf(body, 'properties') ?? {};
  const { provisioningState: _, ...asked } = given;
  const properties = patches ? { ...objectOf(before, 'properties'), ...asked } : asked;
  const extension = { name: String(before?.name ?? name), properties };
  const secrets = secretsOf({ properties: asked });
  const { protectedSettings } = plane.compute.scaleSet(scaleSet.id);
  const kept = patches ? protectedSettings.get(name.toLowerCase()) : undefined;
  const after = secrets ?? kept;
  const others = [...protectedSettings].filter(([key]) => key !== name.toLowerCase());
  return acceptExtensions(plane, call, {
    scaleSet,
    extensions: replaceExtension(scaleSet, extension),
    protectedSettings: new Map(after === undefined ? others : [...others, [name.toLowerCase(), after]]),
    created: before === undefined,
    name,
  });
}

function replaceExtension(scaleSet: ArmResource, extension: JsonObject): readonly JsonObject[] {
  const extensions = extensionsOf(profileOf(scaleSet));
  const visible = withoutSecrets(extension);
  const isSame = (one: JsonObject) => sameId(String(one.name), String(extension.name));
  return extensions.some(isSame)
    ? extensions.map((one) => (isSame(one) ? visible : one))
    : [...extensions, visible];
}

interface ExtensionsChange {
  readonly scaleSet: ArmResource;
  readonly extensions: readonly JsonObject[];
  readonly protectedSettings: ReadonlyMap<string, JsonObject>;
  readonly created: boolean;
  readonly name: string;
}

function acceptExtensions(plane: ControlPlane, call: Call, change: ExtensionsChange): Reply {
  checkExtensions(change.extensions);
  const { scaleSet, created, name } = change;
  const after = withExtensions(scaleSet, change.extensions);
  const { operation } = acceptScaleSet(
    plane,
    call,
    { before: scaleSet, after, protectedSettings: change.protectedSettings },
    'vmss-put',
  );
  const written = plane.store.get(scaleSet.id) ?? after;
  const extension = findExtension(written, name) ?? findExtension(after, name) ?? {};
  return computePutReply(plane, operation, {
    status: created ? 201 : 200,
    body: printExtension(written, extension),
    retryAfterSeconds: 10,
  });
}

function withExtensions(scaleSet: ArmResource, extensions: readonly JsonObject[]): ArmResource {
  const profile = profileOf(scaleSet);
  const extensionProfile = { ...objectOf(profile, 'extensionProfile'), extensions };
  return {
    ...scaleSet,
    properties: { ...scaleSet.properties, virtualMachineProfile: { ...profile, extensionProfile } },
  };
}

function deleteExtension(plane: ControlPlane, call: Call): Reply {
  const scaleSet = findScaleSet(plane, call);
  const name = param(call, 'extension');
  if (findExtension(scaleSet, name) === undefined) return { status: 204 };
  checkComputePreconditions(call, scaleSet);
  checkNotDeleting(scaleSet);
  const extensions = extensionsOf(profileOf(scaleSet)).filter((one) => !sameId(String(one.name), name));
  const { protectedSettings: former } = plane.compute.scaleSet(scaleSet.id);
  const protectedSettings = new Map([...former].filter(([key]) => key !== name.toLowerCase()));
  const after = withExtensions(scaleSet, extensions);
  const { operation } = acceptScaleSet(
    plane,
    call,
    { before: scaleSet, after, protectedSettings },
    'vmss-put',
  );
  return computeAcceptedReply(operation);
}
