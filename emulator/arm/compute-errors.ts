import { ArmError, type ErrorBody } from './arm-error.ts';

/** Refused by Microsoft.Compute: flat bodies, sometimes with the name of the parameter. */
function byCompute(
  status: number,
  code: string,
  message: string,
  more: Omit<ErrorBody, 'code' | 'message'> = {},
): ArmError {
  return new ArmError(status, { code, message, ...more });
}

const bare = (etag: string): string => etag.replace(/^W\//, '').replaceAll('"', '');

/** What Microsoft.Compute answers. */
export const computeErrors = {
  computeNotFound: () => byCompute(404, 'NotFound', 'The entity was not found in this Azure location.'),
  computePreconditionFailed: (given: string, current: string) =>
    byCompute(
      412,
      'PreconditionFailed',
      `Etag provided in if-match header "${bare(given)}" does not match etag "${bare(current)}" of resource.`,
    ),
  computeAlreadyExists: () =>
    byCompute(412, 'PreconditionFailed', 'If-None-Match header was given as * and the resource exists.'),
  concurrentRequest: () =>
    byCompute(
      409,
      'Conflict',
      'The request failed due to conflict with a concurrent request. To resolve it, please refer to https://aka.ms/activitylog to get more details on the conflicting requests.',
    ),
  invalidParameter: (target: string, message: string) =>
    byCompute(400, 'InvalidParameter', message, { target }),
  instanceIdNoNumber: () =>
    byCompute(400, 'InvalidParameter', 'Virtual Machine Scale Set VM instanceId must be a number.', {
      target: 'instanceId',
    }),
  inactiveInstance: (instanceId: string) =>
    byCompute(
      400,
      'InvalidParameter',
      `The provided instanceId ${instanceId} is not an active Virtual Machine Scale Set VM instanceId.`,
      { target: 'instanceIds' },
    ),
  everyInstanceAndOthers: () =>
    byCompute(
      400,
      'InvalidParameter',
      'If "*" is an element in the instanceIds list then it must be the only element of the list.',
      { target: 'upgradePolicies.instanceIds' },
    ),
  propertyChangeNotAllowed: (property: string) =>
    byCompute(409, 'PropertyChangeNotAllowed', `Changing property '${property}' is not allowed.`, {
      target: property,
    }),
  /** Publicly reported of an image by id in place of one of the marketplace, read, changed and written back by PUT. */
  imageTypeChangeNotAllowed: () =>
    byCompute(
      409,
      'OperationNotAllowed',
      'The Image type for a Virtual Machine Scale Set may not be changed.',
    ),
  operationNotAllowed: (message: string) => byCompute(409, 'OperationNotAllowed', message),
  uefiOnGenerationOne: () =>
    byCompute(
      400,
      'BadRequest',
      'UEFI settings are not supported for VMs and VM Scale Sets using Generation 1 Image.',
    ),
  hypervisorGenerationMismatch: (size: string, generation: string) =>
    byCompute(
      400,
      'BadRequest',
      `The selected VM size '${size}' cannot boot Hypervisor Generation '${generation}'. If this was a Create operation please check that the Hypervisor Generation of the Image matches the Hypervisor Generation of the selected VM Size. If this was an Update operation please select a Hypervisor Generation '${generation}' VM Size.`,
    ),
  oneExtensionPerHandler: (name: string, handler: string) =>
    byCompute(
      400,
      'BadRequest',
      `Multiple VMExtensions per handler not supported for OS type 'Linux'. VMExtension '${name}' with handler '${handler}' already added or specified in input.`,
    ),
  galleryImageNotFound: (id: string, location: string) =>
    byCompute(
      404,
      'GalleryImageNotFound',
      `The gallery image ${id} is not available in ${location} region. Please contact image owner to replicate to this region, or change your requested region.`,
      { target: 'imageReference' },
    ),
  managedImageNotFound: (id: string) => byCompute(404, 'NotFound', `The Image '${id}' cannot be found.`),
  /** Of an operation that has ended, not of a request. What a script wrote to its output would stand after the exit status. */
  extensionFailed: ({ name, publisher, type }: Readonly<Record<'name' | 'publisher' | 'type', string>>) =>
    byCompute(
      200,
      'VMExtensionProvisioningError',
      `VM has reported a failure when processing extension '${name}' (publisher '${publisher}' and type '${type}'). Error message: "Enable failed: failed to execute command: command terminated with exit status=1". More information on troubleshooting is available at https://aka.ms/VMExtensionCSELinuxTroubleshoot. `,
    ),
};
