import type { ScaleSetExtension } from '../../../azure/scale-sets/scale-sets.ts';

/** Extensions that run a script of the user's once for each new configuration. */
const CUSTOM_SCRIPTS = {
  'microsoft.azure.extensions/customscript': 'linux',
  'microsoft.ostcextensions/customscriptforlinux': 'linux-version-1',
  'microsoft.compute/customscriptextension': 'windows',
} as const;

export type CustomScript = (typeof CUSTOM_SCRIPTS)[keyof typeof CUSTOM_SCRIPTS];

/** Undefined for an extension that is no custom script. */
export function customScriptOf({ properties }: ScaleSetExtension): CustomScript | undefined {
  const handler = handlerOf(properties).toLowerCase();
  return Object.entries(CUSTOM_SCRIPTS).find(([known]) => known === handler)?.[1];
}

/** `Microsoft.Azure.Extensions/CustomScript` */
export function handlerOf({ publisher, type }: ScaleSetExtension['properties']): string {
  return `${publisher ?? 'unknown publisher'}/${type ?? 'unknown type'}`;
}
