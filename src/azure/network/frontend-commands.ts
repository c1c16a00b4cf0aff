import { parseResourceId } from '../resource-id.ts';
import { quote } from '../shell-quote.ts';

/** Azure CLI: points a frontend at a public IP address. ARM refuses it where another frontend has that. */
export function giveAddressCommand(loadBalancerId: string, frontend: string, addressId: string): string {
  const { resourceGroup = '', name = '', subscriptionId = '' } = parseResourceId(loadBalancerId) ?? {};
  return (
    `az network lb frontend-ip update -g ${quote(resourceGroup)} --lb-name ${quote(name)} -n ${quote(frontend)} ` +
    `--public-ip-address ${quote(addressId)} --subscription ${quote(subscriptionId)}`
  );
}

/** Azure CLI: writes a load balancer once more, whose last update has not succeeded. Something has to change for it. */
export function rewriteCommand(loadBalancerId: string): string {
  return `az network lb update --ids ${quote(loadBalancerId)} --set tags.rewritten=true`;
}

/** Azure CLI: prints the frontend that has a public IP address, and nothing where none has it. */
export function showHolderCommand(addressId: string): string {
  return `az network public-ip show --ids ${quote(addressId)} --query ipConfiguration.id --output tsv`;
}
