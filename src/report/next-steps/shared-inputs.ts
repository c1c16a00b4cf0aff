import type { SharedInputs } from '../run-facts.ts';
import type { ScaleSetReport } from '../scale-set-report.ts';

const PREVIOUS_SETTINGS = ['previous-extension-settings', 'previous-extension-protected-settings'] as const;

/** What takes a release back has no batches, and no instances that could become unhealthy by it. */
const ONLY_FORWARDS = ['batch-size', 'pause-between-batches', 'max-unhealthy', 'on-unhealthy'];

export type Way = 'forwards' | 'back';

/** By what this job has judged the release, and how it has treated it: without them another one judges it otherwise. */
export function sharedLines(scaleSet: ScaleSetReport, way: Way): string[] {
  return Object.entries(sharedOf(scaleSet)).flatMap(([name, value]) =>
    value === null || (way === 'back' && ONLY_FORWARDS.includes(name)) ? [] : [`${name}: ${asYaml(value)}`],
  );
}

/** The rest of what is printed with `sharedLines`; empty for nothing. */
export function asInThisJob({ sharedInputs }: ScaleSetReport): string {
  if (sharedInputs === null) {
    return ', and with the checks of the job that has opened it (check-http, check-command), which no tag tells';
  }
  const unprinted = Object.keys(sharedInputs).filter(
    (name) => sharedInputs[name] === null && !isPreviousSettings(name),
  );
  return unprinted.length === 0 ? '' : `, and with ${unprinted.join(' and ')}, as in this job`;
}

/** As `asInThisJob`, where none of them is printed. */
export function sharedNames(scaleSet: ScaleSetReport): string {
  const names = Object.keys(sharedOf(scaleSet)).filter(
    (name) => !isPreviousSettings(name) && !ONLY_FORWARDS.includes(name),
  );
  return names.length === 0 ? '' : `, and with ${names.join(', ')}, as in this job`;
}

/** Those that were given; both where nobody has said any. */
export function previousSettingsNames(scaleSet: ScaleSetReport): string {
  const given = PREVIOUS_SETTINGS.filter((name) => name in sharedOf(scaleSet));
  return (given.length === 0 ? PREVIOUS_SETTINGS : given).join(' and ');
}

function sharedOf({ sharedInputs }: ScaleSetReport): SharedInputs {
  return sharedInputs ?? {};
}

function isPreviousSettings(name: string): boolean {
  return PREVIOUS_SETTINGS.some((each) => each === name);
}

/** A JSON string is one of YAML, too; what needs no quotes has none. */
function asYaml(value: string): string {
  return /^[\w./][\w./,+=%@-]*(?::[\w./,+=%@-]+)*$/.test(value) ? value : JSON.stringify(value);
}
