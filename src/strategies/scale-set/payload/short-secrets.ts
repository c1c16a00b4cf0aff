import type { ExtensionSources } from './model.ts';

/** What is shorter is masked nowhere: it would be hidden in every number and name. */
const SHORTEST_MASKED = 4;

const INPUTS = {
  payload: 'extension-protected-settings',
  previous: 'previous-extension-protected-settings',
} as const satisfies Readonly<Record<keyof ExtensionSources, string>>;

/** That a protected setting is not hidden, nobody expects. It is told by its name, and never by its text. */
export function shortSecretHazards(sources: ExtensionSources): string[] {
  return (['payload', 'previous'] as const).flatMap((source) =>
    Object.entries(sources[source]?.protectedSettings ?? {})
      .filter(([, value]) => hasShortText(value))
      .map(
        ([name]) =>
          `${INPUTS[source]}: "${name}" has a text of fewer than ${SHORTEST_MASKED} characters, which is not masked in the log: GitHub would hide it in ` +
          'every number and name, and drop the outputs of a job in which it occurs. Put what is no secret into the public settings.',
      ),
  );
}

function hasShortText(value: unknown): boolean {
  return typeof value === 'string'
    ? value !== '' && value.length < SHORTEST_MASKED
    : typeof value === 'object' && value !== null && Object.values(value).some(hasShortText);
}
