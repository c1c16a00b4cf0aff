import type { ExtensionSettings } from './payload.ts';
import type { RecordedPayload } from './payload-text.ts';
import { hashOfSettings } from './same-settings.ts';

/**
 * Why the settings that are given as the former ones cannot be: put back, they would be one more new payload. Protected ones
 * cannot be compared.
 */
export function refusedPreviousSettings(
  previous: RecordedPayload | undefined,
  given: ExtensionSettings | undefined,
): string[] {
  return previous?.kind !== 'extension' ||
    given === undefined ||
    hashOfSettings(given.settings) === previous.settingsHash
    ? []
    : [
        `previous-extension-settings is not what extension "${previous.name}" had before this release (it has the hash ` +
          `${hashOfSettings(given.settings).slice(0, 12)}, and what it had ${previous.settingsHash.slice(0, 12)}), so the release could not be taken ` +
          'back by it. Give the settings that the model had: az vmss extension show prints them.',
      ];
}
