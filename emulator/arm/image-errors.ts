import { ArmError } from './arm-error.ts';

function supportedImage(securityType: string): string {
  return securityType.toLowerCase() === 'trustedlaunch'
    ? 'Please select Trusted Launch Supported Gen2 OS Image.'
    : `Please select an image that supports ${securityType}.`;
}

/** What Microsoft.Compute answers about images. Of another security type than TrustedLaunch, the words are an assumption. */
export const imageErrors = {
  platformImageNotFound: (name: string) =>
    new ArmError(404, {
      code: 'PlatformImageNotFound',
      message: `The platform image '${name}' is not available. Verify that all fields in the storage profile are correct. For more details about storage profile information, please refer to https://aka.ms/storageprofile`,
      target: 'imageReference',
    }),
  securityTypeNotSupported: (securityType: string) =>
    new ArmError(400, {
      code: 'BadRequest',
      message: `Use of ${securityType} setting is not supported for the provided image. ${supportedImage(securityType)}`,
    }),
  securityTypeDemanded: (securityType: string) =>
    new ArmError(400, {
      code: 'BadRequest',
      message: `The provided gallery image only supports creation of VMs and VM Scale Sets with '${securityType}' security type.`,
    }),
  vmExtensionNotFound: () =>
    new ArmError(404, { code: 'NotFound', message: 'Artifact: VMExtension was not found.' }),
  vmImageNotFound: () => new ArmError(404, { code: 'NotFound', message: 'Artifact: VMImage was not found.' }),
};
