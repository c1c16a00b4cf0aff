import { modelOf } from '../../azure/images/image-reference.ts';
import { parseResourceId } from '../../azure/resource-id.ts';
import { quote } from '../../azure/shell-quote.ts';
import type { RecordedPayload } from './payload/payload-text.ts';

/** Which scale set a command of the Azure CLI is about, whatever subscription that has chosen. */
export function scaleSetArguments(scaleSetId: string): string {
  const { resourceGroup = '', name = '', subscriptionId = '' } = parseResourceId(scaleSetId) ?? {};
  return `-g ${quote(resourceGroup)} -n ${quote(name)} --subscription ${quote(subscriptionId)}`;
}

/** What puts a payload into the model; undefined of an extension, because nobody knows its settings by their hash. */
export function putIntoModelCommand(scaleSetId: string, payload: RecordedPayload): string | undefined {
  if (payload.kind === 'extension') {
    return undefined;
  }
  const image = JSON.stringify(modelOf(payload.image));
  return `az vmss update ${scaleSetArguments(scaleSetId)} --set ${quote(`virtualMachineProfile.storageProfile.imageReference=${image}`)}`;
}
