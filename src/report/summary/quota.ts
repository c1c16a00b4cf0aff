export interface Quota {
  readonly name: string;
  readonly left: number;
}

/** Of ARM's 200 to 250 requests a bucket. */
const LOW_FOR_A_SUBSCRIPTION = 20;
/** Compute allows some operations 12 times in a row on one resource. */
const LOW_FOR_A_RESOURCE = 2;
/** Recorded since 2023 as 0 beside answers that were well, so it says nothing of what is left. */
const MEANINGLESS = ['Microsoft.Compute/VmssQueuedVMOperations'];

/**
 * The buckets that are nearly empty.
 *
 * @param remaining `x-ms-ratelimit-remaining-*` without that prefix. ARM's own hold a number, `resource` of Compute holds
 *   `Microsoft.Compute/<bucket>;<left>` several times over, separated by commas.
 */
export function lowQuotas(remaining: Readonly<Record<string, string>>): Quota[] {
  return Object.entries(remaining).flatMap(([name, value]) =>
    name === 'resource'
      ? resourceQuotas(value).filter(({ left }) => left <= LOW_FOR_A_RESOURCE)
      : numbered(name, value).filter(({ left }) => left <= LOW_FOR_A_SUBSCRIPTION),
  );
}

function resourceQuotas(value: string): Quota[] {
  return value.split(',').flatMap((bucket) => {
    const [name = '', left = ''] = bucket.split(';');
    return MEANINGLESS.includes(name.trim()) ? [] : numbered(name.trim(), left);
  });
}

function numbered(name: string, value: string): Quota[] {
  const left = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(left) ? [{ name, left }] : [];
}
