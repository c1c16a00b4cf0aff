import type { ArmRequest } from './http.ts';

/** `PUT/SUBSCRIPTIONS/RESOURCEGROUPS/PROVIDERS/MICROSOFT.NETWORK/PUBLICIPADDRESSES/`: the words without the names. */
export function operationOf({ method, path }: ArmRequest): string {
  const [namespace = '', type = ''] = path.split('/').slice(6, 8);
  return `${method}/SUBSCRIPTIONS/RESOURCEGROUPS/PROVIDERS/${namespace}/${type}/`.toUpperCase();
}
