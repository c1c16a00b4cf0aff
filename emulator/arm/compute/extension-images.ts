import { type Call, param, type Reply, type Route } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { sameId } from '../resource-id.ts';
import { versionsAsAsked } from './artifact-versions.ts';

interface ExtensionImage {
  readonly publisher: string;
  readonly type: string;
  readonly operatingSystem: 'Linux' | 'Windows';
  readonly versions: readonly string[];
}

/** The extensions that mean something here; any other one can be written all the same. */
const extensionImages: readonly ExtensionImage[] = [
  {
    publisher: 'Microsoft.Azure.Extensions',
    type: 'CustomScript',
    operatingSystem: 'Linux',
    versions: ['2.0.0', '2.1.0'],
  },
  {
    publisher: 'Microsoft.Compute',
    type: 'CustomScriptExtension',
    operatingSystem: 'Windows',
    versions: ['1.9.0', '1.10.0'],
  },
  {
    publisher: 'Microsoft.ManagedServices',
    type: 'ApplicationHealthLinux',
    operatingSystem: 'Linux',
    versions: ['1.0.0'],
  },
  {
    publisher: 'Microsoft.ManagedServices',
    type: 'ApplicationHealthWindows',
    operatingSystem: 'Windows',
    versions: ['1.0.0'],
  },
];

/** What may be installed in a location: clients look there for the newest version of an extension. All lists are bare arrays. */
export function extensionImageRoutes(plane: ControlPlane): Route[] {
  const location = '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}';
  const types = `${location}/publishers/{publisher}/artifacttypes/vmextension/types`;
  return [
    { path: `${location}/publishers`, methods: { GET: (call) => listPublishers(plane, call) } },
    { path: types, methods: { GET: (call) => listTypes(plane, call) } },
    { path: `${types}/{type}/versions`, methods: { GET: (call) => listVersions(plane, call) } },
    { path: `${types}/{type}/versions/{version}`, methods: { GET: (call) => printVersion(plane, call) } },
  ];
}

/** Those of marketplace images, too. */
function listPublishers(plane: ControlPlane, call: Call): Reply {
  const all = [...extensionImages, ...(plane.scenario.marketplaceImages ?? [])];
  const names = [...new Set(all.map(({ publisher }) => publisher))];
  return { status: 200, body: names.map((name) => entry(plane, call, name, `Publishers/${name}`)) };
}

function listTypes(plane: ControlPlane, call: Call): Reply {
  const images = extensionImages.filter(({ publisher }) => sameId(publisher, param(call, 'publisher')));
  if (images.length === 0) throw errors.vmExtensionNotFound();
  return { status: 200, body: images.map((image) => entry(plane, call, image.type, pathOf(image))) };
}

function listVersions(plane: ControlPlane, call: Call): Reply {
  const filter = call.query.get('$filter');
  if (filter !== null) {
    throw errors.invalidParameter('$filter', `The value '${filter}' of parameter $filter is invalid.`);
  }
  const image = findImage(call);
  const versions = versionsAsAsked(
    call,
    image.versions.map((name) => ({ name })),
  );
  return {
    status: 200,
    body: versions.map(({ name }) => entry(plane, call, name, `${pathOf(image)}/Versions/${name}`)),
  };
}

function printVersion(plane: ControlPlane, call: Call): Reply {
  const image = findImage(call);
  const name = param(call, 'version');
  if (!image.versions.includes(name)) throw errors.vmExtensionNotFound();
  return {
    status: 200,
    body: {
      ...entry(plane, call, name, `${pathOf(image)}/Versions/${name}`),
      properties: {
        operatingSystem: image.operatingSystem,
        computeRole: 'IaaS',
        handlerSchema: '',
        vmScaleSetEnabled: true,
        supportsMultipleExtensions: false,
      },
    },
  };
}

function findImage(call: Call): ExtensionImage {
  const image = extensionImages.find(
    ({ publisher, type }) => sameId(publisher, param(call, 'publisher')) && sameId(type, param(call, 'type')),
  );
  if (image === undefined) throw errors.vmExtensionNotFound();
  return image;
}

function pathOf({ publisher, type }: ExtensionImage): string {
  return `Publishers/${publisher}/ArtifactTypes/VMExtension/Types/${type}`;
}

function entry(plane: ControlPlane, call: Call, name: string, path: string) {
  const location = param(call, 'location');
  const base = `/Subscriptions/${plane.scenario.subscriptionId}/Providers/Microsoft.Compute/Locations/${location}`;
  return { location, name, id: `${base}/${path}` };
}
